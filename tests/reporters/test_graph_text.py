"""Graphs at a terminal."""

from dataclasses import replace

from hypothesis import given
from sample_graphs import SUPPORT, hostile_graphs, seen

from agentlint.diagnostics.result import Result, Skipped
from agentlint.graph.condition import Condition
from agentlint.graph.derive import derive
from agentlint.graph.model import Interrupt, Orchestration, Unresolved
from agentlint.reporters.graph_explain import graph_explain
from agentlint.reporters.graph_text import graph_text
from agentlint.reporters.wording import why
from tests.orchestrations import at, orchestration


def shown(result: Result) -> str:
    return graph_text(result).plain


def test_a_graph_as_a_person_reads_it() -> None:
    assert (
        shown(seen(SUPPORT))
        == """\
support.build_graph  langgraph, orchestrator-worker, 4 nodes, 6 edges  app/graph.py:1:5

  START                   → triage
  triage   agent          uses search
                          → refund          on 'money', if state["kind"] == "refund", the state decides
                          → tools           the model decides
                          → END             if not (state["kind"] == "refund")
  refund   agent          → triage
                          → approve, END ?  target not resolved
                          → trige           no such node, perhaps triage
  tools    tool           → triage
  approve  human, pauses

  loop  triage → refund → triage: at most 10,007 super-steps (the framework's default)
        with tools
        left by triage → END, refund → approve, refund → END

  cost  no model call was seen

  unresolved  app/graph.py:3:5: where `refund` goes comes from a database row

1 graph in 3 files (4 nodes, 6 edges, 1 unresolved)
"""
    )


def test_a_triangle_of_graphs_and_gaps_is_counted() -> None:
    other = derive(orchestration("START -> a", "a -> END", name="other"))
    text = shown(seen(SUPPORT, other, unresolved=(Unresolved("x", at(9)),), skipped=(Skipped("b.py", "not Python"),)))
    assert text.splitlines()[-1] == "2 graphs in 3 files (5 nodes, 8 edges, 2 unresolved, 1 file skipped)"
    assert "  unresolved  app/graph.py:9:5: x" in text


def test_nothing_found_says_so() -> None:
    assert shown(seen()) == "No orchestration found in 3 files (0 unresolved)\n"


def test_a_long_list_of_gaps_says_that_it_was_cut() -> None:
    gaps = tuple(Unresolved(f"gap {number}", at(number)) for number in range(1, 24))
    lines = shown(seen(unresolved=gaps)).splitlines()
    assert lines[19:21] == ["  unresolved  app/graph.py:20:5: gap 20", "  unresolved  3 more: JSON lists them all"]


def test_a_graph_of_which_nothing_is_known() -> None:
    assert "\n\n  no nodes\n" in shown(seen(orchestration()))


def test_a_loop_that_nothing_ends() -> None:
    text = shown(seen(derive(orchestration("START -> a", "a -> b", "b -> a"))))
    assert "loop  a → b → a: nothing bounds it\n        nothing leaves it" in text


def test_what_makes_the_whole_graph_pause_is_said_with_its_nodes() -> None:
    paused = replace(
        orchestration("START -> a", "a -> END"), interrupts=(Interrupt("interrupt_before", at(9), ("a",)),)
    )
    assert "\n  pauses  interrupt_before a  app/graph.py:9:5\n" in shown(seen(paused))


def test_of_a_long_condition_the_end_stays() -> None:
    (edge,) = orchestration("a -?> b").edges
    tests = tuple(Condition(f"state['key'] == 'value {number}'", holds=False, location=at(9)) for number in range(9))
    words = why(replace(edge, condition=tests))
    assert words.startswith("if … not (")
    assert words.endswith("not (state['key'] == 'value 8')")


def test_a_long_name_widens_only_its_own_row() -> None:
    text = shown(seen(derive(orchestration("START -> a", f"a -> {'x' * 60}", f"{'x' * 60} -> END"))))
    assert "\n  a      agent  → xxx" in text


def test_what_is_known_of_a_node() -> None:
    assert (
        graph_explain(SUPPORT, SUPPORT.nodes[1]).plain
        == """\
triage  agent in support.build_graph  app/graph.py:1:5
  becomes a node  as agent  app/graph.py:2:5
  defined         app.nodes.triage  app/nodes.py:3:5
  model           gpt-4.1
  tool            search
  result          an update of the state  app/nodes.py:3:5
  entered         from START: always  app/graph.py:10:5
                  from refund: always  app/graph.py:14:5
                  from tools: always  app/graph.py:15:5
  goes on         to refund: on 'money', if state["kind"] == "refund", the state decides  app/graph.py:11:5
                      state["kind"] == "refund" holds  app/nodes.py:40:5
                  to tools: the model decides  app/graph.py:12:5
                  to END: if not (state["kind"] == "refund")  app/graph.py:13:5
                      state["kind"] == "refund" does not hold  app/nodes.py:40:5
  decides         by route: it may give other values too  app/graph.py:20:5
                      'money' if state["kind"] == "refund"  app/graph.py:41:5
  in the loop     triage → refund → triage: at most 10,007 super-steps (the framework's default)  app/graph.py:14:5
"""
    )


def test_what_comes_before_a_node_and_what_stayed_unknown_about_it() -> None:
    explained = graph_explain(SUPPORT, SUPPORT.nodes[2]).plain
    assert "  always after    triage\n" in explained
    assert "  unresolved      where `refund` goes comes from a database row  app/graph.py:3:5\n" in explained
    assert "to trige: no such node  app/graph.py:33:5" in explained


def test_where_a_node_pauses() -> None:
    approve = SUPPORT.node("approve")
    assert approve
    assert "  pauses          interrupt()  app/nodes.py:9:5\n" in graph_explain(SUPPORT, approve).plain


def test_a_node_that_never_runs_and_one_that_never_ends() -> None:
    graph = derive(orchestration("START -> a", "a -> b", "b -> a", "lost -> a"))
    assert "never: no path leads here from START" in graph_explain(graph, graph.nodes[-1]).plain
    assert "the run cannot end" in graph_explain(graph, graph.nodes[1]).plain


@given(hostile_graphs())
def test_no_name_reaches_the_terminal_as_it_is(graph: Orchestration) -> None:
    texts = [shown(seen(graph)), *(graph_explain(graph, node).plain for node in graph.nodes)]
    assert all(char == "\n" or char.isprintable() for text in texts for char in text)


@given(hostile_graphs())
def test_a_name_cannot_add_a_line(graph: Orchestration) -> None:
    explained = graph_explain(graph, graph.nodes[0]).plain
    assert all(line.startswith("  ") for line in explained.splitlines()[1:])
