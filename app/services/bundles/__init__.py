"""Bundles (受渡しファイル): signed, encrypted files that carry one hand-over between two offices."""
