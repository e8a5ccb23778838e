"""How messages name things: the names that users write, and conditions as a reader says them."""

from collections.abc import Iterable, Iterator
from textwrap import shorten

from agentlint.graph.condition import Condition
from agentlint.graph.effects import Write
from agentlint.graph.evidence import Location
from agentlint.graph.model import END, START, Edge, Node

SHOWN = {START: "START", END: "END"}
LONGEST = 60


def shown(name: str) -> str:
    """The name as users write it."""
    return SHOWN.get(name, name)


def names(these: Iterable[str]) -> str:
    """The names in backticks, in the order given, each once: ``a``, ``b`` and ``c``."""
    *rest, last = [f"`{shown(name)}`" for name in dict.fromkeys(these)]
    return f"{', '.join(rest)} and {last}" if rest else last


def some(these: Iterable[str], most: int = 4) -> str:
    """The first of the names in backticks, and how many more there are."""
    known = list(dict.fromkeys(these))
    more = len(known) - most
    listed = ", ".join(f"`{shown(name)}`" for name in known[:most])
    return f"{listed} and {more} more" if more > 0 else names(known)


def written(writes: Iterable[tuple[Node, Write]]) -> Iterator[tuple[str, Location]]:
    """The places where a model's text is written."""
    for node, write in writes:
        yield f"`{node.name}` writes the model's text to `{write.key}`", write.location


def way(edges: Iterable[Edge]) -> str:
    """The nodes that the edges leave, in their order: a → b."""
    return " → ".join(shown(edge.source) for edge in edges)


def when(conditions: Iterable[Condition]) -> str:
    """The path condition in words, such as: ``state["ok"]`` holds and ``tries > 3`` does not hold."""
    return " and ".join(map(_clause, conditions))


def _clause(test: Condition) -> str:
    if test.raised:
        return f"`{_test(test.text)}` is raised"
    return f"`{_test(test.text)}` {'holds' if test.holds else 'does not hold'}"


def _test(text: str) -> str:
    """The test as written, on one line and not longer than a reader takes in."""
    return shorten(text, LONGEST, placeholder=" …")
