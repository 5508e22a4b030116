"""How much is lost when the gold questions are put differently: ``python -m eval.perturb``."""
