"""Candidate rosters: opening spreadsheets safely, and the blank template."""
