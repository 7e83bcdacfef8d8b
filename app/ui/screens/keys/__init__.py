"""Officers, keys and what protects them (鍵)."""
