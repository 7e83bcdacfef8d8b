"""Officers of this workstation and what opens the vault for them."""
