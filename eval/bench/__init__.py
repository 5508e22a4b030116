"""Speed and memory, measured in one run; results are printed and kept as JSON in ``eval/out``."""
