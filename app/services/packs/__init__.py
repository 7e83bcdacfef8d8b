"""Reading packs (様式パック) from their folders, strictly, and refusing any that is not sound."""
