"""Rules about memory: weights, KV cache and batch against what the accelerators offer."""
