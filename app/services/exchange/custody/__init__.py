"""Custody of cases (案件の所管): packing, arrival, moves, and the use cases of officers."""
