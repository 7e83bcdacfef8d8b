"""One small class per kind of record: it adds, reads and changes rows inside a transaction that it does not own."""
