"""The room of results that came (届いた結果)."""
