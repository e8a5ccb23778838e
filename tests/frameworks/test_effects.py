"""What a function does is in the graph as the suite beside this file says.

A section is a program with a node function `step` and a fence with what that does; PRELUDE stands before each program.
"""

import os
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from agentlint.frameworks import extract
from agentlint.graph.effects import Effects
from agentlint.source import Project
from tests.frameworks.effect_lines import told
from tests.source.tree import write

SUITE = Path(__file__).parent / "effects.md"
PRELUDE = """\
import asyncio, json, requests, subprocess, tenacity
from typing import Annotated, Literal, TypedDict
from langchain_openai import ChatOpenAI
from langgraph.graph import START, StateGraph
from langgraph.types import Command, Send, interrupt
from pydantic import BaseModel

class State(TypedDict):
    question: str
    answer: str
    tries: int
    messages: list

class Verdict(BaseModel):
    good: bool
    reason: str

model = ChatOpenAI(model="gpt-4o")
"""
WIRING = """
graph = StateGraph(State)
graph.add_node("step", step)
graph.add_edge(START, "step")
app = graph.compile()
"""


def sections() -> list[tuple[str, str, str]]:
    """Title, program and effects of each section."""
    found: list[tuple[str, str, str]] = []
    title = program = ""
    tokens = MarkdownIt().parse(SUITE.read_text("utf-8"))
    for before, token in zip([None, *tokens], tokens, strict=False):
        if before is not None and before.type == "heading_open":
            title = token.content
        if token.type == "fence" and token.info == "python":
            program = token.content
        if token.type == "fence" and token.info == "effects":
            found.append((title, program, token.content))
    return found


def effects_of_step(program: str, folder: Path) -> Effects:
    found = extract(Project.at([write(folder, {"example.py": PRELUDE + program + WIRING})]))
    assert not found.problems
    (graph,) = found.orchestrations
    node = graph.node("step")
    assert node is not None
    assert node.effects is not None
    return node.effects


@pytest.mark.parametrize(("title", "program", "wanted"), sections(), ids=lambda one: one if "\n" not in one else "")
def test_tells_what_a_function_does(title: str, program: str, wanted: str, tmp_path: Path) -> None:
    seen = "".join(f"{line}\n" for line in told(effects_of_step(program, tmp_path)))
    if "AGENTLINT_UPDATE" in os.environ and seen != wanted:
        text = SUITE.read_text("utf-8")
        SUITE.write_text(
            text.replace(f"{program}```\n\n```effects\n{wanted}```", f"{program}```\n\n```effects\n{seen}```"), "utf-8"
        )
    assert seen == wanted, title
