"""Messages that come round, and those that only look as if they did."""

from agentlint.graph.derive import derive
from agentlint.graph.echoes import echoes
from agentlint.graph.evidence import Location
from agentlint.graph.model import Edge, EdgeKind, Node, NodeKind, Orchestration
from agentlint.graph.reaction import Emission, Reaction, Way

AT = Location("app.py", 1, 1, 1, 9)


def sends(message: str, *to: tuple[str, str]) -> Emission:
    return Emission(message, AT, to)


def graph(*reactions: Reaction) -> Orchestration:
    names = dict.fromkeys(reaction.node for reaction in reactions)
    edges = [
        Edge(one.node, target, EdgeKind.SEQUENCE, AT, label=sent.message)
        for one in reactions
        for sent in one.may
        for target, _ in sent.to
    ]
    nodes = tuple(Node(name, NodeKind.AGENT) for name in names)
    return derive(Orchestration("app", "any", "Runtime", AT, "main", nodes, tuple(edges), reactions=reactions))


def reaction(node: str, name: str, *ways: tuple[Emission, ...]) -> Reaction:
    return Reaction(
        node, name, AT, (), tuple(Way((), sent) for sent in ways), tuple(one for way in ways for one in way)
    )


ORDER, RECEIPT = sends("Order", ("clerk", "sell")), sends("Receipt", ("buyer", "pay"))


def test_a_round_of_nodes_is_no_round_of_messages() -> None:
    found = graph(
        reaction("buyer", "begin", (ORDER,)), reaction("clerk", "sell", (RECEIPT,)), reaction("buyer", "pay", ())
    )
    assert all(edge.passing for edge in found.edges)
    assert not found.loops
    assert not echoes(found)


def test_a_round_that_every_way_keeps_up_is_an_echo() -> None:
    found = graph(reaction("clerk", "sell", (RECEIPT,)), reaction("buyer", "pay", (ORDER,)))
    assert [[step.node for step, _ in echo.steps] for echo in echoes(found)] == [["clerk", "buyer"]]
    assert [loop.nodes for loop in found.loops] == [("clerk", "buyer")]


def test_a_way_that_sends_nothing_ends_it() -> None:
    found = graph(reaction("clerk", "sell", (RECEIPT,)), reaction("buyer", "pay", (ORDER,), ()))
    assert found.loops
    assert not echoes(found)


def test_what_leaves_the_round_ends_it_where_it_is_the_only_message() -> None:
    away = sends("Done", ("archive", "keep"))
    found = graph(
        reaction("clerk", "sell", (RECEIPT,)), reaction("buyer", "pay", (ORDER,), (away,)), reaction("archive", "keep")
    )
    assert not echoes(found)
