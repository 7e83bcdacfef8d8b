"""The room of forms (様式)."""
