"""Retention, holds and destruction (保存期間)."""
