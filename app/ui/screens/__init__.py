"""Screens, one package per feature; they do not know each other."""
