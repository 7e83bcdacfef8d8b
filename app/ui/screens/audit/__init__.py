"""The Audit room (監査)."""
