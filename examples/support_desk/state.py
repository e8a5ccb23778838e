from typing import Annotated, Literal, TypedDict

from langchain_core.messages import AnyMessage
from langgraph.graph.message import add_messages
from pydantic import BaseModel


class Ticket(TypedDict):
    messages: Annotated[list[AnyMessage], add_messages]
    topic: Literal["billing", "technical"]
    wants_human: bool
    answer: str
    approved: bool
    revisions: int


class Triage(BaseModel):
    """What the ticket is about, and whether the customer asks for a person."""

    topic: Literal["billing", "technical"]
    wants_human: bool


class Review(BaseModel):
    """Whether an answer may go out, and what to improve if not."""

    approved: bool
    feedback: str
