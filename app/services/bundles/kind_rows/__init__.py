"""The rows of the table of bundle kinds, one module for each subject."""
