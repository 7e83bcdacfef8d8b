"""The rows of the table of acts, one module for each part of the work."""
