"""A program of one purpose: say whether a bundle can be trusted. No vault, no window, nothing that could open them."""
