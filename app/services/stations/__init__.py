"""A workstation as a whole: making its vault, unlocking it, signing with an officer's key."""
