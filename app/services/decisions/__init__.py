"""The agency's evaluation, decision and notices."""
