"""Documents in, a searchable library out. Knows nothing of questions."""
