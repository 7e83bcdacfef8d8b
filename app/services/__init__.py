"""Use cases and adapters; never imports Qt."""
