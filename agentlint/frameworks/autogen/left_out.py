"""Humans who are made and take part in nothing: those who count on them can never ask them."""

from collections.abc import Iterator

from agentlint.evaluate import Machine
from agentlint.evaluate.unread import unread
from agentlint.evaluate.values import Traced
from agentlint.frameworks.autogen.construction import Construction, construction
from agentlint.frameworks.autogen.names import agent_name
from agentlint.frameworks.autogen.vocabulary import TEAMS
from agentlint.frameworks.draft import Draft
from agentlint.graph.model import NodeKind
from agentlint.graph.uses import Misuse


def read_left_out(machine: Machine, drafts: list[Draft]) -> None:
    """Tell the first team beside each human proxy that nothing reads, as far as all of its members are known."""
    teams = [draft for draft in drafts if draft.builder in TEAMS and not draft.open_nodes and not _asks(draft)]
    for made, name in _proxies(machine) if teams else ():
        beside = next((team for team in teams if _is_beside(made, team)), None)
        if beside is not None and unread(machine.project, made.span):
            why = f"`{name}` is a member of no team"
            told = Misuse(f"`{name}` stands for a human", why, made.span.location, name, f"add `{name}` to the team")
            beside.unasked.append(told)


def _asks(draft: Draft) -> bool:
    return any(node.kind is NodeKind.HUMAN for node in draft.nodes.values())


def _proxies(machine: Machine) -> Iterator[tuple[Construction, str]]:
    for value in machine.traced:
        made = construction(value) if isinstance(value, Traced) else None
        if made is not None and made.kind == "UserProxyAgent" and (name := agent_name(value)) is not None:
            yield made, name


def _is_beside(made: Construction, team: Draft) -> bool:
    return made.span.module is team.span.module
