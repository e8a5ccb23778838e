"""LangGraph: graphs of nodes over shared state. Read from langgraph 0.0.20 to 1.2.22."""

from collections.abc import Iterator
from dataclasses import replace
from posixpath import splitext

from agentlint.evaluate import Machine
from agentlint.evaluate.attributes import foreign
from agentlint.evaluate.values import Member, Span, Traced, Value
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.builder import read_builder
from agentlint.frameworks.langgraph.compiled import default_limit, environment_limit, read_compiled
from agentlint.frameworks.langgraph.deployment import read_deployments
from agentlint.frameworks.langgraph.history import hand_over
from agentlint.frameworks.langgraph.misuses import read_misuses
from agentlint.frameworks.langgraph.prebuilt import PREBUILT, factory
from agentlint.frameworks.langgraph.reader import Maker, Reader
from agentlint.frameworks.langgraph.routing import destinations
from agentlint.frameworks.langgraph.state import schema
from agentlint.frameworks.langgraph.swarm import read_router
from agentlint.frameworks.langgraph.tools import idle
from agentlint.frameworks.langgraph.vocabulary import BUILDERS, FLUENT, MODULES, PACKAGES, RUNS, is_from, is_name, last
from agentlint.frameworks.naming import Places
from agentlint.graph.bound import Bound, BoundKind
from agentlint.graph.condition import Decider
from agentlint.graph.model import EdgeKind, Orchestration
from agentlint.graph.state import Persistence


def read(machine: Machine) -> Iterator[Orchestration]:
    """Every graph that the project builds with LangGraph, in the order in which they are constructed."""
    reader = Reader(machine)
    places = Places()
    for maker in sorted(_makers(machine), key=lambda maker: maker.created.serial):
        reader.drafts[maker] = _draft(machine, maker, places)
    for maker, draft in list(reader.drafts.items()):
        read_factory = factory(maker)
        if read_factory is not None and isinstance(maker, Traced):
            read_factory(reader, draft, maker)
        else:
            given = maker.created.arguments
            draft.state = schema(machine, given.get(0, "state_schema", "schema"), draft.span)
            draft.input = schema(machine, given.get(None, "input_schema", "input"), draft.span)
            draft.output = schema(machine, given.get(None, "output_schema", "output"), draft.span)
        read_builder(reader, draft, maker)
    for router in machine.traced:
        if is_name(router.callee, "add_active_agent_router") and (routed := reader.graph(router)) is not None:
            read_router(routed, router)
            read_builder(reader, routed, router)
    read_compiled(reader)
    read_misuses(reader)
    _hand_to_parents(reader)
    for draft in reader.drafts.values():
        hand_over(draft)
    read_deployments(reader)
    unused = idle(reader)
    for draft in (*reader.drafts.values(), *reader.inside):
        draft.idle = unused
        yield draft.finish()


def _makers(machine: Machine) -> Iterator[Maker]:
    for made in machine.traced:
        builder = last(made.callee) in BUILDERS and is_from(made.callee, "langgraph")
        if made.created.method == "__call__" and (builder or factory(made) is not None):
            yield made
    for instance in machine.instances:
        if any(name.startswith(MODULES[0]) and name.rpartition(".")[2] in BUILDERS for name in foreign(instance.cls)):
            yield instance


def _draft(machine: Machine, maker: Maker, places: Places) -> Draft:
    span = maker.created.span
    scope = maker.created.scope
    module = splitext(span.module.path)[0].replace("/", ".").removesuffix(".__init__")
    inner = scope.qualname if scope is not None else _bound_name(machine, maker, span)
    builder = (last(maker.callee) or "entrypoint") if isinstance(maker, Traced) else maker.cls.name
    name = places.name(f"{module}.{inner}" if inner else module, span)
    draft = Draft(name, "langgraph", builder, span, inner or "<module>")
    pinned = machine.project.dependency_version("langgraph", span.module.path)
    draft.version = pinned.version if pinned is not None else None
    limit = default_limit(draft.version)
    which = f"langgraph {draft.version}" if draft.version else "current langgraph"
    if (set_outside := environment_limit(machine.project)) is not None:
        draft.bounds.append(set_outside)
    draft.bounds.append(Bound(BoundKind.STEP_LIMIT, limit, False, "super-steps", f"default of {which}"))
    return draft


def _bound_name(machine: Machine, maker: Maker, span: Span) -> str:
    """The module-level name under which a graph (or its builder) is kept."""
    module = machine.modules.get(span.module.path)
    for name, value in module.cells.items() if module is not None else ():
        if isinstance(name, str) and _stems_from(value, maker):
            return name
    return ""


def _stems_from(value: Value, maker: Maker) -> bool:
    match value:
        case Traced(callee=Member(base, "compile")):
            return base is maker
        case _:
            return value is maker


def _hand_to_parents(reader: Reader) -> None:
    """Commands for the parent become edges of the node that the graph is there, which gives what the graph gives."""
    keeping = {id(draft) for draft in reader.drafts.values() if draft.persistence is not Persistence.ABSENT}
    for draft in reader.drafts.values():
        for name, inner in draft.subgraphs.items():
            for target in reader.parents.get(id(inner), ()):
                # the tools of an agent hand over when its model calls them
                who = Decider.MODEL if inner.prebuilt else decider(target.conditions)
                if target.name is None:
                    draft.anywhere(name, target.span, EdgeKind.HANDOFF, target.value, who)
                else:
                    draft.edge(name, target.name, EdgeKind.HANDOFF, target.span, target.conditions, who)
            if inner.persistence is Persistence.ABSENT:
                inner.persistence = Persistence.INHERITED
            if (node := draft.nodes.get(name)) is not None and node.effects is None:
                takes, given = inner.input or inner.state, inner.output or inner.state
                draft.nodes[name] = replace(
                    node,
                    defined_at=inner.span.location,
                    takes=takes,
                    gives=given,
                    needs=_needs(inner),
                    makes=_makes(inner),
                    active=inner.active if id(inner) not in keeping else None,
                )


def _needs(inner: Draft) -> tuple[str, ...]:
    """The keys that nodes of a graph read without a test and that none of them writes."""
    made = _makes(inner)
    told = [node.effects for node in inner.nodes.values() if node.effects is not None]
    reads = (read for effects in told for read in effects.reads if not read.optional and not read.attribute)
    return tuple(dict.fromkeys(read.key for read in reads if read.key not in made))


def _makes(inner: Draft) -> tuple[str, ...]:
    """The keys that nodes of a graph write. A factory's agent adds its messages."""
    told = [node.effects for node in inner.nodes.values() if node.effects is not None]
    made = dict.fromkeys(write.key for effects in told for write in effects.writes if not write.echo)
    return ("messages", *made) if inner.prebuilt else tuple(made)


WORDS = BUILDERS | PREBUILT | {"entrypoint"}

OVERLAY = Overlay("langgraph", PACKAGES, WORDS, read, FLUENT, "langgraph 0.0.20 – 1.2.22", RUNS, destinations,
                  parts=frozenset({"entrypoint"}))  # fmt: skip
