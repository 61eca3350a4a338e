"""Other estimators, asked the same questions: each runs in its own environment and answers by the line."""
