"""Looking at the record and verifying it."""
