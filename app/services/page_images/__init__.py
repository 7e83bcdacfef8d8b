"""Received documents as pixels: decoded by a process that has no files, no network and no secrets (受領文書の表示)."""
