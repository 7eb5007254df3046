"""The engine: runs a plan, counts everything, writes atomically."""
