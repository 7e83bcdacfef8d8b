"""Restore from a backup where no vault opens (控えからの復元)."""
