"""Which tests exercise an escalation, and how that is known."""

from pathlib import Path

import pytest

from agentlint.frameworks import extract
from agentlint.source import Project
from tests.source.tree import write

CLAIMS = """\
from typing import TypedDict

from langgraph.graph import END, START, StateGraph
from langgraph.types import Command


class Claim(TypedDict, total=False):
    amount: int
    verdict: str


def assess(state: Claim):
    return {"verdict": judge(state["amount"])}


def to_people(state: Claim):
    return {"verdict": "waits"}


def route(state: Claim) -> str:
    WAY


def build():
    builder = StateGraph(Claim)
    builder.add_node("assess", assess)
    builder.add_node("people", to_people)
    builder.add_edge(START, "assess")
    builder.add_conditional_edges("assess", route, {"escalate": "people", "fine": END})
    builder.add_edge("people", END)
    return builder.compile()


def handle(amount):
    return build().invoke({"amount": amount})
"""
BY_AMOUNT = 'return "escalate" if state["amount"] > 100 else "fine"'
BY_VERDICT = 'return "escalate" if "BAD" in state["verdict"] else "fine"'


def proofs(root: Path, test: str, way: str = BY_AMOUNT, path: str = "tests/test_claims.py") -> list[str] | None:
    """How it is known that a test takes the escalation; None where no test imports the graph."""
    files = {"app/__init__.py": "", "app/claims.py": CLAIMS.replace("WAY", way), path: test}
    found = extract(Project.at([write(root, files)]))
    assert not found.problems
    (graph,) = [graph for graph in found.orchestrations if graph.location.path == "app/claims.py"]
    (edge,) = [edge for edge in graph.edges if edge.target == "people"]
    return [one.how.value for one in edge.tests] if graph.tests else None


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("def test():\n    build().invoke({'amount': 500})", ["run"]),
        ("def test():\n    build().invoke({'amount': 5})", []),
        ("def test():\n    claim = {'amount': 5}\n    for _ in range(2):\n        build().invoke(claim)", []),
        ("def test():\n    handle(5)", []),
        ("def test():\n    handle(500)", ["run"]),
        ("def test(amount):\n    build().invoke({'amount': amount})", ["run"]),
        ("async def test(claim):\n    await build().ainvoke(claim)", ["run"]),
        ("def test(graph):\n    graph.invoke({'amount': 5})", []),
        ("def test(graph):\n    graph.invoke({'amount': 500})", ["run"]),
        ("def test(graph):\n    list(graph.stream(large))", ["run"]),
        ("def test(client):\n    client.post('/claims', json={'amount': 500})", ["run"]),
    ],
)
def test_a_run_with_an_input_that_may_take_it(test: str, expected: list[str], tmp_path: Path) -> None:
    assert proofs(tmp_path, f"from app.claims import build, handle\n\n\n{test}\n") == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("def test():\n    assert route({'amount': 500}) != 'fine'", ["call"]),
        ("def test():\n    assert route({'amount': 5}) == 'fine'", []),
        ("class TestRoute:\n    def test(self):\n        assert route({'amount': 500})", ["call"]),
        ("def test(claim):\n    assert route(claim)", ["call"]),
        ("@pytest.mark.parametrize('n', [1, 500])\ndef test(n):\n    assert route({'amount': n})", ["call"]),
        ("@pytest.mark.parametrize('n', [1, 50])\ndef test(n):\n    assert route({'amount': n})", []),
        ("@pytest.fixture\ndef way():\n    return route({'amount': 500})", ["call"]),
    ],
)
def test_a_call_of_the_router_that_may_choose_it(test: str, expected: list[str], tmp_path: Path) -> None:
    assert proofs(tmp_path, f"import pytest\n\nfrom app.claims import route\n\n\n{test}\n") == expected


@pytest.mark.parametrize(
    ("test", "expected"),
    [
        ("WAY = 'escalate'", ["name"]),
        ("def test():\n    assert WAYS['people']", ["name"]),
        ("def test():\n    assert claims.to_people({})", ["name"]),
        ("def test_it_goes_to_people():\n    pass", ["name"]),
        ("PATCHED = 'app.claims.to_people'", ["name"]),
        ("def test():\n    '''Nothing escalates: people are left alone.'''", []),
        ("TEXT = 'Some people escalate'", []),
    ],
)
def test_a_name_of_the_node_or_the_route(test: str, expected: list[str], tmp_path: Path) -> None:
    assert proofs(tmp_path, f"from app import claims\n\n\n{test}\n") == expected


STUBBED = (
    "from app import claims\n\n\ndef test(monkeypatch):\n    monkeypatch.setattr(claims, 'judge', lambda _: {!r})\n"
)


@pytest.mark.parametrize(("says", "expected"), [("good", []), ("this is bad", ["run"])])
def test_a_stub_that_says_what_the_branch_asks_for(says: str, expected: list[str], tmp_path: Path) -> None:
    test = STUBBED.format(says) + "    claims.build().invoke({'amount': 5})\n"
    assert proofs(tmp_path, test, BY_VERDICT) == expected


def test_without_a_stub_the_real_one_might_say_it(tmp_path: Path) -> None:
    test = "from app.claims import build\n\n\ndef test():\n    build().invoke({'amount': 5})\n"
    assert proofs(tmp_path, test, BY_VERDICT) == ["run"]


def test_what_the_code_itself_may_say_needs_no_stub(tmp_path: Path) -> None:
    test = STUBBED.format("good") + "    claims.build().invoke({'amount': 5})\n"
    said = BY_VERDICT + "\n\n\nVERDICTS = ['BAD', 'GOOD']"
    assert proofs(tmp_path, test, said) == ["run"]


def test_a_node_that_returns_commands_is_called(tmp_path: Path) -> None:
    program = """\
from langgraph.graph import END, START, StateGraph
from langgraph.types import Command


def assess(state: dict):
    return Command(goto="fallback" if state["amount"] > 100 else END)


def other(state: dict):
    return {}


builder = StateGraph(dict)
builder.add_node("assess", assess)
builder.add_node("fallback", other)
builder.add_edge(START, "assess")
graph = builder.compile()
"""
    for amount, expected in ((5, []), (500, ["call"])):
        test = f"from app import assess\n\n\ndef test():\n    assert assess({{'amount': {amount}}})\n"
        found = extract(Project.at([write(tmp_path, {"app.py": program, "test_app.py": test})]))
        (edge,) = [edge for edge in found.orchestrations[0].edges if edge.target == "fallback"]
        assert [one.how.value for one in edge.tests] == expected


@pytest.mark.parametrize(
    ("test", "path"),
    [
        ("def test():\n    assert 'escalate'", "tests/test_other.py"),
        ("from app.other import build", "tests/test_other.py"),
        ("from app.claims import build\n\nbuild().invoke({'amount': 500})", "scripts/claims.py"),
    ],
)
def test_a_graph_that_no_test_imports_has_no_tests(test: str, path: str, tmp_path: Path) -> None:
    assert proofs(tmp_path, f"{test}\n", path=path) is None


@pytest.mark.parametrize(
    "line",
    ["import app.claims", "from app import claims", "from app.claims import *", "from ..app.claims import build"],
)
def test_how_a_test_may_import_the_graph(line: str, tmp_path: Path) -> None:
    assert proofs(tmp_path, f"{line}\n") == []
