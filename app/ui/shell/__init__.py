"""The frame round all screens: rail, header, palette, keys, lock."""
