"""Forms as data (様式): what a pack asks, what a person answered, and whether the two fit. Pure values only."""
