"""The functional API: a function that is a graph of one step, and tasks that it calls (langgraph 1.2, `func/`)."""

from agentlint.evaluate import outcomes
from agentlint.evaluate.values import Arguments, External, Mapping, Traced
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.actions import facts
from agentlint.frameworks.langgraph.compiled import persistence
from agentlint.frameworks.langgraph.names import inferred, names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import settle
from agentlint.frameworks.langgraph.vocabulary import is_name
from agentlint.graph.model import END, START, EdgeKind, NodeKind


def entrypoint(made: Traced) -> Traced | None:
    """The ``entrypoint(…)`` that was put on a function to make this object; None for any other object."""
    match made.callee:
        case Traced(callee=External() as decorator) if is_name(decorator, "entrypoint"):
            return made.callee
        case _:
            return None


def read_entrypoint(reader: Reader, draft: Draft, made: Traced) -> None:
    """``@entrypoint(…)`` makes a graph with one node of the function's name: control flow inside it is Python's."""
    function = made.created.arguments.get(0, "func")
    decorator = entrypoint(made)
    if function is None or decorator is None or (name := inferred(function)) is None:
        draft.unknown("the function of an entry point is not known", draft.span)
        return
    given = decorator.created.arguments
    draft.compiled = True
    draft.persistence = persistence(given.get(0, "checkpointer"), given.rest)
    found = outcomes(reader.machine, function, Arguments(), draft.span)
    known = facts(reader, function, found, None)
    draft.node(name, known.pop("kind"), draft.span, **known)  # type: ignore[arg-type]
    draft.edge(START, name, EdgeKind.SEQUENCE, draft.span)
    draft.edge(name, END, EdgeKind.SEQUENCE, draft.span)


def read_pregel(reader: Reader, draft: Draft, made: Traced) -> None:
    """``Pregel(nodes=…, channels=…)``: nodes that wake each other by channels, which are not followed."""
    settle(reader, draft, made)
    nodes = made.created.arguments.get(None, "nodes")
    for key, _ in nodes.known() if isinstance(nodes, Mapping) else ():
        for name, _, _ in names(key):
            if name is not None:
                draft.node(name, NodeKind.FUNCTION, draft.span)
    draft.unknown("nodes of a bare `Pregel` wake each other by channels, which are not followed", draft.span)
