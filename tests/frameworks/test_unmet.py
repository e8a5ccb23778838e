"""Constructions of which no graph comes are told, each."""

from pathlib import Path

import pytest

from agentlint.frameworks import extract
from agentlint.source import Project
from tests.source.tree import write

TEAM = """
from autogen_agentchat.agents import AssistantAgent
from autogen_agentchat.teams import RoundRobinGroupChat

KNOWN: dict[str, list[str]] = {}

def build(name):
    if name not in KNOWN:
        raise ValueError(name)
    return RoundRobinGroupChat([AssistantAgent("a", client)], max_turns=2)

team = RoundRobinGroupChat(
    [AssistantAgent("a", client), AssistantAgent("b", client)],
    max_turns=2,
)
"""
CHAT = """
from autogen import AssistantAgent

def talk(people, manager):
    people[0].initiate_chat(manager, message="Begin.")
"""


def told(root: Path, text: str) -> list[int]:
    found = extract(Project.at([write(root, {"example.py": text})]))
    return [gap.location.line for gap in found.unresolved]


@pytest.mark.parametrize(("text", "lines"), [(TEAM, [10]), (CHAT, [5])], ids=["never reached", "begun by nobody known"])
def test_a_construction_without_a_graph(tmp_path: Path, text: str, lines: list[int]) -> None:
    assert told(tmp_path, text) == lines


@pytest.mark.parametrize(
    "text",
    [
        "from autogen import ConversableAgent\nlone = ConversableAgent('lone')\n",
        "import agent_framework\n\nclass GroupChat: ...\n\nchat = GroupChat()\n",
        "from agent_framework import Agent\ntool = Agent(client, name='a').as_tool()\n",
    ],
    ids=["an agent alone", "a class of the project", "a part"],
)
def test_what_builds_no_graph(tmp_path: Path, text: str) -> None:
    assert told(tmp_path, text) == []
