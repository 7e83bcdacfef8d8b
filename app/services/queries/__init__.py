"""Queries (質疑) on answers, inside the office."""
