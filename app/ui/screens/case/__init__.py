"""The case screen (案件票): one case as office, role and state permit."""
