"""The arithmetic on its own: what a deployment needs, how much it holds, and what else would hold it."""
