"""The room of second readings."""
