"""How the window looks: colours, type, one stylesheet."""
