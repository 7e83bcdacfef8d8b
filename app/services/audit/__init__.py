"""The audit log: an append-only tree of hashes, its signed checkpoints, and their comparison with anchors."""
