"""The real command, run as a user would, in an environment that says nothing."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[2]

LOOP = """\
from typing import TypedDict

from langgraph.graph import END, START, StateGraph


class State(TypedDict):
    text: str


def write(state: State):
    return {"text": "draft"}


def review(state: State):
    return {"text": state["text"]}


def build():
    builder = StateGraph(State)
    builder.add_node("writer", write)
    builder.add_node("critic", review)
    builder.add_edge(START, "writer")
    builder.add_edge("writer", "critic")
    builder.add_edge("critic", LAST)
    return builder.compile()
"""
CLEAN = LOOP.replace("LAST", "END")
ENDLESS = LOOP.replace("LAST", '"writer"')


@dataclass(frozen=True, slots=True)
class Run:
    """How a run of the command ended."""

    code: int
    out: str
    err: str


def agentlint(*arguments: str, cwd: Path, **environment: str) -> Run:
    """Run `agentlint` with ``arguments``."""
    return python("-m", "agentlint", *arguments, cwd=cwd, **environment)


def python(*arguments: str, cwd: Path, **environment: str) -> Run:
    """Run the interpreter, which sees this checkout and nothing of the environment but what is given."""
    clean = {"PATH": os.environ["PATH"], "PYTHONPATH": str(ROOT), "HOME": str(cwd), **environment}
    done = subprocess.run([sys.executable, *arguments], cwd=cwd, env=clean, capture_output=True, timeout=120)
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())
