"""Attachments of cases and register entries: scans and issued letters."""
