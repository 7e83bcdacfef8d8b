"""Notices, consents and their register (同意)."""
