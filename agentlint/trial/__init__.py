"""Rule pages are tests: their examples are run, and give the findings that they announce and nothing else."""
