"""Cryptography: the only package that imports ``cryptography``. Knows nothing of cases, bundles or the vault."""
