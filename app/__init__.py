"""Sekisho (関所): offline review of security clearance assessments (適性評価)."""

__version__ = "0.1.0"
