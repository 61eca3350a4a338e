"""Rules about what a deployment costs, and where it is rented."""
