"""Contracts of a project: what breaks one of each type, and what is wrong with how one is written."""

from dataclasses import replace
from pathlib import Path

import pytest

from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.derive import derive
from agentlint.graph.model import NodeKind, Orchestration
from agentlint.rules import RULES
from agentlint.rules.broken_contract import Contracts
from agentlint.settings.contracts import Contract
from tests.cli.command import CLEAN, agentlint
from tests.orchestrations import orchestration
from tests.source.tree import write

DESK = derive(
    orchestration(
        "START -> triage",
        "triage -?> refund",
        "triage -?> approval",
        "triage -?> END",
        "approval -> refund",
        "refund -> triage",
        kinds={"approval": NodeKind.HUMAN},
        bounds=(Bound(BoundKind.STEP_LIMIT, 50, explicit=True),),
        name="desk.build",
    )
)


def broken(graph: Orchestration = DESK, **keys: object) -> list[str]:
    """What the findings are about, with one contract of these keys."""
    contract = Contract(because="the auditors say so", **keys)  # type: ignore[arg-type]
    rule = RULES["broken-contract"]
    return [finding.message for finding in rule.findings(graph, {"contracts": Contracts((contract,)).contracts})]


def test_a_forbidden_way_is_shown() -> None:
    (message,) = broken(type="forbidden-path", source=("approval",), target=("triage",))
    assert message == ("there is a way from `approval` to `triage`, which is forbidden: `approval → refund → triage`")
    assert not broken(type="forbidden-path", source=("refund",), target=("START",))


def test_a_way_around_is_shown() -> None:
    (message,) = broken(type="must-pass-through", target=("refund",), through=("approval",))
    assert "does not pass through `approval`: `START → triage → refund`" in message
    assert not broken(type="must-pass-through", target=("refund",), through=("triage",))
    assert not broken(type="must-pass-through", source=("approval",), target=("END",), through=("refund",))


def test_targets_are_those_that_are_allowed_and_the_end() -> None:
    assert broken(type="allowed-targets", source=("triage",), target=("approval",)) == [
        "`triage` leads to `refund`, which is none of its allowed targets"
    ]
    assert not broken(type="allowed-targets", source=("triage",), target=("approval", "re*"))


def test_agents_are_counted() -> None:
    assert broken(type="max-agents", most=1) == [
        "`desk.build` has 2 agents, more than the 1 that are allowed: `triage` and `refund`"
    ]
    assert not broken(type="max-agents", most=2)


def test_targets_are_counted() -> None:
    (message,) = broken(type="max-fan-out", most=2)
    assert message.startswith("`triage` leads to 3 nodes")
    assert not broken(type="max-fan-out", most=2, source=("approval",))


def test_loops_have_a_limit_in_numbers() -> None:
    (message,) = broken(type="max-loop-bound", most=10)
    assert "may go round for 50 super-steps, and at most 10 are allowed" in message
    assert not broken(type="max-loop-bound", most=50)
    (message,) = broken(derive(replace(DESK, bounds=())), type="max-loop-bound", most=10)
    assert "has no limit in numbers" in message


def test_the_pattern_is_the_one_that_was_chosen() -> None:
    assert not broken(type="pattern", patterns=(DESK.pattern.value,))
    (message,) = broken(type="pattern", patterns=("pipeline",))
    assert "only `pipeline` is allowed" in message


def test_tools_are_those_that_are_allowed() -> None:
    armed = replace(DESK, nodes=tuple(replace(node, tools=("search", "shell")) for node in DESK.nodes[1:2]))
    (message,) = broken(armed, type="only-these-tools", tools=("search*",))
    assert "has the tool `shell`" in message
    assert not broken(armed, type="only-these-tools", tools=("search*",), source=("approval",))


def test_a_contract_holds_for_the_graphs_that_it_names() -> None:
    assert not broken(type="max-agents", most=0, graphs=("billing.*",))
    assert broken(type="max-agents", most=0, graphs=("desk.*",))


CONTRACT = """
[[tool.agentlint.contracts]]
type = "max-agents"
most = 0
because = "one agent does it"
"""


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("max-agents", "max-agent"), "`max-agent` is none of"),
        (("most = 0\n", ""), "a contract of type `max-agents` needs `most`"),
        (("most = 0", 'most = 0\ntools = ["a"]'), "a contract of type `max-agents` takes no `tools`"),
        (("most = 0", "most = -1"), "expected 0 or more"),
        (('because = "one agent does it"\n', ""), "`because` is missing"),
    ],
)
def test_a_contract_that_says_nothing_is_a_mistake(change: tuple[str, str], said: str, tmp_path: Path) -> None:
    write(tmp_path, {"app.py": CLEAN, "pyproject.toml": CONTRACT.replace(*change)})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 2
    assert said in run.err


def test_a_broken_contract_fails_the_build_and_says_why(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": CLEAN, "pyproject.toml": CONTRACT.replace("max-agents", "max-fan-out")})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 1
    assert "[broken-contract]" in run.out
    assert "demanded by the settings, because one agent does it" in run.out


def test_a_contract_about_nothing_is_told_once_all_of_the_project_is_looked_at(tmp_path: Path) -> None:
    wrong = CONTRACT.replace('"max-agents"\nmost = 0', '"forbidden-path"\nsource = ["critc"]\ntarget = ["writer"]')
    write(tmp_path, {"app/graph.py": CLEAN, "pyproject.toml": wrong})
    run = agentlint("check", cwd=tmp_path)
    assert run.code == 0
    assert "warning[broken-contract]: the contract `forbidden-path` names `critc`, and nothing is called so" in run.out
    assert "--> pyproject.toml:2:1" in run.out
    assert "critc" not in agentlint("check", "app/graph.py", cwd=tmp_path).out


def test_a_contract_for_graphs_that_nobody_builds_is_told(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": CLEAN, "pyproject.toml": CONTRACT + 'graphs = ["billing.*"]\n'})
    assert "names `billing.*`, and nothing is called so" in agentlint("check", cwd=tmp_path).out
