"""Behaviour of screens without Qt: state in, intents out."""
