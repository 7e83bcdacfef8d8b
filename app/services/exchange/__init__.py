"""Bundles out and in: what each kind carries, exporting, importing, receipts, trust."""
