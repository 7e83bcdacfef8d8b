"""The room Backups (控え)."""
