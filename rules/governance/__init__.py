"""Rules about governance: personal data, retention, approval."""
