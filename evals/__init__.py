"""Gold cases, measures and floors: accuracy as a check that can fail."""
