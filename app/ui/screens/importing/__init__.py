"""The Import room (受領): bundles from media, and candidate rosters."""
