"""Opening the vault (解錠)."""
