"""The room of the start-of-day sheet (始業点検)."""
