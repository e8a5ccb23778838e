from typing import Literal

from .state import Ticket

MAX_REVISIONS = 3


def after_triage(ticket: Ticket) -> Literal["billing", "technical", "human"]:
    if ticket["wants_human"]:
        return "human"
    return ticket["topic"]


def after_review(ticket: Ticket) -> str:
    if ticket["approved"]:
        return "done"
    if ticket["revisions"] >= MAX_REVISIONS:
        return "escalate_human"
    return ticket["topic"]
