"""Opening and writing spreadsheets safely, for whoever reads one: measured first, formulas never evaluated."""
