"""Benchmarks: each work beside a reference in the same run; ratios, never limits."""
