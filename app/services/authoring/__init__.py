"""Forms written by officials: a spreadsheet in a declared subset of XLSForm becomes a draft of a pack, and back."""
