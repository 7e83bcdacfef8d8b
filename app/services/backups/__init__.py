"""Backups (控え) of a vault: make, check, drill, restore."""
