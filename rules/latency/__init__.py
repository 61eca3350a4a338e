"""Rules about latency targets and the time that requests may take."""
