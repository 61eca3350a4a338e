"""Rules about what is deployed on what: model, accelerator, precision, and whether they go together."""
