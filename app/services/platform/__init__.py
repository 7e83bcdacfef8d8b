"""Adapters to the machine: clock, randomness, keyring, removable media, process hardening."""
