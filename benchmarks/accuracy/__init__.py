"""How right the estimates are, held against what others measured, beside other estimators."""
