"""Long lists: pages fetched by key, painted plainly, readable aloud."""
