"""Keeping no longer than the law permits: clocks, holds, witnessed destruction, certificates."""
