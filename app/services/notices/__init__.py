"""Letters to subjects and contractors."""
