"""The queue of cases (案件)."""
