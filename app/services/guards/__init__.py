"""Guards at the one place where free text enters a case: what must not be kept is struck, or said to be none."""
