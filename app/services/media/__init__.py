"""Removable media: passports, the register of media, and the question whether one may carry bundles."""
