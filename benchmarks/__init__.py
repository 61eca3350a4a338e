"""Measurements of the program as it is installed: ``python -m benchmarks.speed``."""
