"""The language of the field as pure values and functions: no clock, no randomness, no file, no Qt."""
