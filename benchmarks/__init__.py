"""How fast and how big, a named peer in the same run: ``python -m benchmarks``."""
