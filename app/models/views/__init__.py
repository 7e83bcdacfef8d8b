"""Frozen read-models: what a screen, a letter or the command line is shown."""
