"""Whether questions that the documents cannot answer are refused: ``python -m eval.negatives``."""
