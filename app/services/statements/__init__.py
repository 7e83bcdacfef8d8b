"""The statement to the subject (本人への説明書): who saw which part, when, for which item, and what went to whom."""
