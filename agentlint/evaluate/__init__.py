"""The partial evaluator: what values and effects would this code produce? It knows no framework and judges nothing."""

from agentlint.evaluate.machine import Exit, Machine, Outcome
from agentlint.evaluate.outcomes import behind, outcomes
from agentlint.evaluate.program import evaluate_project

__all__ = ["Exit", "Machine", "Outcome", "behind", "evaluate_project", "outcomes"]
