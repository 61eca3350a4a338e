"""Rules about replicas and how they scale."""
