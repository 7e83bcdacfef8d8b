"""The first run (初期設定)."""
