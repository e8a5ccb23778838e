"""A graph being read: mutable while its overlay collects facts, an `Orchestration` at the end."""

import difflib
from dataclasses import dataclass, field, replace

from agentlint.evaluate.values import Conditions, Span, Unknown, Value
from agentlint.evaluate.written import literal
from agentlint.frameworks.conditions import decider, told
from agentlint.frameworks.windows import window
from agentlint.graph.bound import Bound
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import (
    END,
    START,
    Dangling,
    Decision,
    Edge,
    EdgeKind,
    Interrupt,
    Node,
    NodeKind,
    Orchestration,
    Payload,
    Unresolved,
)
from agentlint.graph.reaction import Reaction
from agentlint.graph.setting import Setting
from agentlint.graph.state import Persistence, State
from agentlint.graph.uses import Misuse, Run, Tool
from agentlint.source.page import is_page
from agentlint.source.tests import is_test


@dataclass(slots=True)
class Draft:
    """Facts about one construction, in the order in which they are found."""

    name: str
    framework: str
    builder: str
    span: Span
    scope: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: dict[tuple[str, str, EdgeKind, bool, str | None], Edge] = field(default_factory=dict)
    spans: dict[Location, Span] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    unresolved: dict[tuple[str, Location], Unresolved] = field(default_factory=dict)
    open_ended: list[tuple[str, Span, EdgeKind, Decider]] = field(default_factory=list)
    open_nodes: bool = False
    state: State | None = None
    input: State | None = None
    output: State | None = None
    runs: list[Run] = field(default_factory=list)
    tools: dict[str, Tool] = field(default_factory=dict)
    idle: tuple[Tool, ...] = ()
    misuses: list[Misuse] = field(default_factory=list)
    active: str | None = None
    chooser: Node | None = None
    unheard: list[Bound] = field(default_factory=list)
    unasked: list[Misuse] = field(default_factory=list)
    answers: list[Location] = field(default_factory=list)
    exported: bool = False
    steered: bool = False
    bounds: list[Bound] = field(default_factory=list)
    limitable: list[Setting] = field(default_factory=list)
    persistence: Persistence = Persistence.UNKNOWN
    interrupts: list[Interrupt] = field(default_factory=list)
    compiled: bool = False
    prebuilt: bool = False
    entry_points: list[str] = field(default_factory=list)
    reactions: list[Reaction] = field(default_factory=list)
    version: str | None = None
    subgraphs: dict[str, "Draft"] = field(default_factory=dict)

    @property
    def contract(self) -> str | None:
        """The schema that the answer of a ready-made agent is held to."""
        return next((node.output_contract for node in self.nodes.values() if node.output_contract), None)

    def node(self, name: str, kind: NodeKind, span: Span, **facts: object) -> None:
        """Add a node; the first mention of a name wins, later ones only fill what is not known yet."""
        node = Node(name, kind, span.location)
        node = replace(node, **facts)  # type: ignore[arg-type]
        self.nodes.setdefault(name, node)

    def edge(
        self,
        source: str,
        target: str,
        kind: EdgeKind,
        span: Span,
        conditions: Conditions = (),
        decided_by: Decider | None = None,
        label: str | None = None,
        confidence: Confidence = Confidence.PROVEN,
        wired: Conditions = (),
        payload: Payload | None = None,
        silent: bool = False,
    ) -> None:
        """Add a transition; the same one twice is one, wired wherever either is."""
        who = decided_by if decided_by is not None else decider(conditions)
        built = told(wired)
        made = Edge(
            source, target, kind, span.location, True, label, told(conditions), who, confidence, built,
            payload=payload, silent=silent,
        )  # fmt: skip
        known = self.edges.setdefault((source, target, kind, True, label), made)
        self.spans.setdefault(known.location, span)
        if known.wired and known.wired != built:
            self.edges[(source, target, kind, True, label)] = replace(known, wired=())

    def possible(self, source: str, target: str, kind: EdgeKind, span: Span, decided_by: Decider) -> None:
        """A transition that the framework makes if something says so that the code does not fix."""
        if not any((edge.source, edge.target) == (source, target) for edge in self.edges.values()):
            self.edges[(source, target, kind, False, None)] = Edge(
                source, target, kind, span.location, False, decided_by=decided_by, confidence=Confidence.GUESSED
            )

    def pause(self, name: str, pause: Interrupt) -> None:
        """A place where a human is asked once a node has spoken."""
        node = self.nodes[name]
        if pause not in node.interrupts:
            self.nodes[name] = replace(node, interrupts=(*node.interrupts, pause))

    def unknown(self, reason: str, span: Span, element: str | None = None) -> None:
        """Tell what stayed unknown, once for each place."""
        told_once = Unresolved(reason, span.location, element)
        self.unresolved.setdefault((reason, told_once.location), told_once)

    def anywhere(self, source: str, span: Span, kind: EdgeKind, value: Value, decided_by: Decider) -> None:
        """A transition whose target is not known: it may be any node."""
        self.unknown(f"where `{source}` goes is not known: {reason(value)}", span, source)
        self.open_ended.append((source, span, kind, decided_by))

    def finish(self) -> Orchestration:
        """The orchestration; transitions to names that are no nodes are kept apart."""
        known = {START, END, *self.nodes}
        edges: list[Edge] = []
        dangling: list[Dangling] = []
        for edge in self.edges.values():
            missing = edge.target if edge.target not in known else edge.source if edge.source not in known else None
            if missing is None:
                edges.append(edge)
                continue
            near = difflib.get_close_matches(missing, [name for name in known if name not in (START, END)], 1, 0.6)
            sure = Confidence.GUESSED if self.open_nodes else edge.confidence
            how = "edge" if edge.kind in (EdgeKind.SEQUENCE, EdgeKind.JOIN) else str(edge.kind)
            written = literal(self.spans[edge.location], missing) if edge.location in self.spans else None
            at = written.location if written is not None else None
            dangling.append(Dangling(edge.source, edge.target, edge.location, how, next(iter(near), None), at, sure))
        taken = {(edge.source, edge.target) for edge in edges}
        for source, span, kind, who in self.open_ended:
            for target in [*self.nodes, END]:
                if (source, target) not in taken and source in known:
                    taken.add((source, target))
                    edges.append(
                        Edge(source, target, kind, span.location, False, decided_by=who, confidence=Confidence.GUESSED)
                    )
        ends = {name for edge in edges for name in (edge.source, edge.target)} & {START, END}
        nodes = [replace(node, window=window(node.model)) for node in self.nodes.values()]
        if START in ends:
            nodes.insert(0, Node(START, NodeKind.START))
        if END in ends:
            nodes.append(Node(END, NodeKind.END))
        return Orchestration(
            name=self.name,
            framework=self.framework,
            builder=self.builder,
            location=self.span.location,
            scope=self.scope,
            nodes=tuple(nodes),
            edges=tuple(edges),
            decisions=tuple(self.decisions),
            dangling=tuple(dangling),
            state=self.state,
            input=self.input,
            output=self.output,
            runs=tuple(dict.fromkeys(self.runs)),
            tools=tuple(self.tools.values()),
            idle=self.idle,
            misuses=tuple(dict.fromkeys(self.misuses)),
            active=self.active,
            chooser=self.chooser,
            unheard=tuple(dict.fromkeys(self.unheard)),
            unasked=tuple(dict.fromkeys(self.unasked)),
            answers=tuple(dict.fromkeys(self.answers)),
            test=is_test(self.span.module.path) or is_page(self.span.module.path),
            exported=self.exported,
            steered=self.steered,
            bounds=tuple(self.bounds),
            limitable=tuple(dict.fromkeys(self.limitable)),
            persistence=self.persistence,
            interrupts=tuple(self.interrupts),
            compiled=self.compiled,
            prebuilt=self.prebuilt,
            entry_points=tuple(self.entry_points),
            unresolved=tuple(self.unresolved.values()),
            reactions=tuple(self.reactions),
            version=self.version,
        )


def reason(value: Value) -> str:
    """Why a value is not known, in words."""
    match value:
        case Unknown():
            return value.reason
        case _:
            return "it is made outside the project"
