"""What a contract of the project demands, one function for each type: they tell what breaks it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from types import MappingProxyType

from agentlint.graph.model import END, START, Edge, Node, NodeKind, Orchestration
from agentlint.graph.queries import leaving, way
from agentlint.rules.base import Claim
from agentlint.rules.words import names, shown, some
from agentlint.settings.contracts import Contract, Demand

Check = Callable[[Contract, Orchestration], Iterator[Claim]]


def meant(patterns: tuple[str, ...], graph: Orchestration) -> tuple[str, ...]:
    """The nodes of ``graph`` that one of ``patterns`` names, by the name that users know or that the model has."""
    return tuple(
        node.name
        for node in graph.nodes
        if any(fnmatchcase(name, pattern) for pattern in patterns for name in (node.name, shown(node.name)))
    )


def nowhere(contract: Contract, graphs: Sequence[Orchestration]) -> Iterator[str]:
    """The names in a contract that nothing in ``graphs`` has: a contract about them can never be broken."""
    held = [graph for graph in graphs if holds(contract, graph)]
    if not held:
        yield from contract.graphs
    else:
        patterns = dict.fromkeys((*contract.source, *contract.target, *contract.through))
        yield from (pattern for pattern in patterns if not any(meant((pattern,), graph) for graph in held))


def holds(contract: Contract, graph: Orchestration) -> bool:
    """Whether a contract is meant for a graph."""
    return any(fnmatchcase(graph.name, pattern) for pattern in contract.graphs)


def _forbidden_path(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    yield from _way(
        way(graph, meant(contract.source, graph), meant(contract.target, graph)),
        "there is a way from {0} to {1}, which is forbidden",
        "take one of these transitions out",
    )


def _must_pass_through(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    sources = meant(contract.source, graph) if contract.source else (START,)
    through = meant(contract.through, graph)
    must = names(through or contract.through)
    yield from _way(
        way(graph, sources, meant(contract.target, graph), through),
        f"there is a way from {{0}} to {{1}} that does not pass through {must}",
        f"lead this way through {must}",
    )


def _way(edges: tuple[Edge, ...], message: str, remedy: str) -> Iterator[Claim]:
    if not edges:
        return
    *before, last = edges
    path = " → ".join(shown(name) for name in (*(edge.source for edge in edges), last.target))
    first = f"`{shown(edges[0].source)}`"
    yield Claim(
        f"{message.format(first, f'`{shown(last.target)}`')}: `{path}`",
        label=f"`{shown(last.source)}` leads to `{shown(last.target)}`",
        help=remedy,
        about=last,
    ).labelled_each((f"`{shown(edge.source)}` leads to `{shown(edge.target)}`", edge.location) for edge in before)


def _allowed_targets(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    sources, allowed = meant(contract.source, graph), meant(contract.target, graph)
    for edge in graph.edges:
        if edge.source in sources and edge.resolved and edge.target not in (*allowed, END):
            yield Claim(
                f"`{shown(edge.source)}` leads to `{shown(edge.target)}`, which is none of its allowed targets",
                help=f"allowed: {names(contract.target)}",
                about=edge,
            )


def _max_agents(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    agents = [node.name for node in graph.nodes if node.kind is NodeKind.AGENT]
    if len(agents) > contract.most:
        yield Claim(
            f"`{graph.name}` has {len(agents)} agents, more than the {contract.most} that are allowed: {some(agents)}",
            help="merge agents whose work needs no separation, or raise the limit with a reason",
        )


def _max_fan_out(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    onward = leaving(graph)
    for node in _sources(contract, graph):
        targets = list(dict.fromkeys(edge.target for edge in onward.get(node.name, ()) if edge.resolved))
        if len(targets) > contract.most:
            yield Claim(
                f"`{shown(node.name)}` leads to {len(targets)} nodes, more than the {contract.most} that are allowed: "
                f"{some(targets)}",
                help="decide in two steps, or raise the limit with a reason",
                about=node,
            )


def _max_loop_bound(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    inside = {node.name for node in _sources(contract, graph)}
    for loop in graph.loops:
        value = loop.bound.value
        if inside.isdisjoint(loop.nodes) or (value is not None and value <= contract.most):
            continue
        known = f"may go round for {value:,} {loop.bound.unit}" if value is not None else "has no limit in numbers"
        yield Claim(
            f"the loop `{loop}` {known}, and at most {contract.most:,} are allowed",
            help="set a limit on the run, or count the rounds and leave the loop",
            about=loop,
        )


def _pattern(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    if graph.pattern.value not in contract.patterns:
        yield Claim(
            f"`{graph.name}` is a {graph.pattern.value}, and only {names(contract.patterns)} is allowed",
            help="wire it as it was designed, or change the design on purpose",
        )


def _only_these_tools(contract: Contract, graph: Orchestration) -> Iterator[Claim]:
    for node in _sources(contract, graph):
        for tool in node.tools:
            if not any(fnmatchcase(tool, pattern) for pattern in contract.tools):
                yield Claim(
                    f"`{node.name}` has the tool `{tool}`, which is none of those that are allowed",
                    help=f"allowed: {names(contract.tools)}" if contract.tools else "no tool is allowed",
                    about=node,
                    part=tool,
                )


def _sources(contract: Contract, graph: Orchestration) -> list[Node]:
    chosen = meant(contract.source or ("*",), graph)
    return [node for node in graph.nodes if node.name in chosen]


BREACHES: Mapping[Demand, Check] = MappingProxyType(
    {
        Demand.FORBIDDEN_PATH: _forbidden_path,
        Demand.MUST_PASS_THROUGH: _must_pass_through,
        Demand.ALLOWED_TARGETS: _allowed_targets,
        Demand.MAX_AGENTS: _max_agents,
        Demand.MAX_FAN_OUT: _max_fan_out,
        Demand.MAX_LOOP_BOUND: _max_loop_bound,
        Demand.PATTERN: _pattern,
        Demand.ONLY_THESE_TOOLS: _only_these_tools,
    }
)
"""What breaks a contract of each type."""
