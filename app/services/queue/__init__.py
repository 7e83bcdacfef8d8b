"""The queue of cases (案件一覧) and the start page (本日)."""
