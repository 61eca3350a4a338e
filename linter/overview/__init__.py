"""What a spec declares and needs, at a glance: for reports on many specs."""
