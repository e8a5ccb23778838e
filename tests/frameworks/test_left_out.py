"""Humans who are made and whom nobody asks."""

from pathlib import Path

import pytest

from agentlint.frameworks import extract
from agentlint.source import Project
from tests.source.tree import write

HEAD = """
from autogen_agentchat.agents import AssistantAgent, UserProxyAgent
from autogen_agentchat.teams import RoundRobinGroupChat

author, editor = AssistantAgent("author", client), AssistantAgent("editor", client)
"""
HUMAN = """human = UserProxyAgent("human")\n"""
TEAM = """team = RoundRobinGroupChat([author, editor], max_turns=4)\n"""
WHOLE = """team = RoundRobinGroupChat([author, human], max_turns=4)\n"""


def left_out(root: Path, files: dict[str, str]) -> list[str | None]:
    graphs = extract(Project.at([write(root, files)])).orchestrations
    return [told.element for graph in graphs for told in graph.unasked]


def test_a_human_whom_nothing_reads(tmp_path: Path) -> None:
    assert left_out(tmp_path, {"team.py": HEAD + HUMAN + TEAM}) == ["human"]


@pytest.mark.parametrize(
    "files",
    [
        {"team.py": HEAD + HUMAN + WHOLE},
        {"team.py": HEAD + HUMAN + TEAM + "register(human)"},
        {"team.py": HEAD + HUMAN + TEAM + "__all__ = ['human', 'team']"},
        {"team.py": HEAD + HUMAN + TEAM, "app.py": "from team import human"},
        {"team.py": HEAD + "agents = {'human': UserProxyAgent('human')}\n" + TEAM},
        {"team.py": HEAD + "class Desk:\n    human = UserProxyAgent('human')\n" + TEAM},
        {"team.py": HEAD + HUMAN + "team = RoundRobinGroupChat([author, *more], max_turns=4)"},
        {"team.py": HEAD + HUMAN},
    ],
    ids=["member", "argument", "offered", "imported", "kept in a dict", "attribute", "open team", "no team"],
)
def test_a_human_who_may_be_asked(tmp_path: Path, files: dict[str, str]) -> None:
    assert left_out(tmp_path, files) == []


def test_a_name_belongs_to_its_function(tmp_path: Path) -> None:
    body = "\n".join(f"    {line}" for line in (HUMAN + TEAM).splitlines())
    unread = f"{HEAD}\ndef build():\n{body}\n    return team\n\ndef other(human):\n    return human\n"
    assert left_out(tmp_path, {"team.py": unread}) == ["human"]
