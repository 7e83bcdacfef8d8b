"""Examine a vault file by file and row by row, as far as it can be read."""
