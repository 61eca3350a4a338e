"""One module for each estimator: a request in its own terms, its answer in ours."""
