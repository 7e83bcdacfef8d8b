"""Kinds of bundles that are about no case: how each is loaded, and what each does at its recipient."""
