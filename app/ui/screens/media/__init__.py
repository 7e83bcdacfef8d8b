"""The room Media (媒体)."""
