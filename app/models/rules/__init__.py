"""The rule pack (点検規則): what is asked about answers, as data; it must not know clock, database or window."""
