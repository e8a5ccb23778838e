"""The orchestration that code builds, as data: nodes, edges, decisions, state, bounds, and what stayed unknown.

Every element has a *structural identity* (`graph:element`), free of line numbers: suppression, baselines, fingerprints
and diffs share it.
"""

from dataclasses import dataclass, field
from enum import StrEnum

from agentlint.graph.bound import Bound, Cost, Counter
from agentlint.graph.condition import Condition, Decider
from agentlint.graph.effects import Content, Effects
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.reaction import Reaction
from agentlint.graph.setting import Setting
from agentlint.graph.state import Persistence, State
from agentlint.graph.tested import Coverage, Exercise
from agentlint.graph.uses import Misuse, Run, Tool, Within

START = "__start__"
END = "__end__"


class NodeKind(StrEnum):
    """What a node is in the orchestration."""

    AGENT = "agent"
    FUNCTION = "function"
    TOOL = "tool"
    ROUTER = "router"
    HUMAN = "human"
    SUBGRAPH = "subgraph"
    START = "start"
    END = "end"


class EdgeKind(StrEnum):
    """Why control passes along an edge."""

    SEQUENCE = "sequence"
    CONDITIONAL = "conditional"
    HANDOFF = "handoff"
    DISPATCH = "dispatch"
    JOIN = "join"
    DELEGATION = "delegation"
    ESCALATION = "escalation"


class Pattern(StrEnum):
    """The shape of an orchestration, derived from its nodes and edges."""

    SINGLE_AGENT = "single agent"
    PIPELINE = "pipeline"
    ROUTER = "router"
    ORCHESTRATOR_WORKER = "orchestrator-worker"
    SWARM = "swarm"
    GROUP_CHAT = "group chat"
    HIERARCHICAL = "hierarchical"
    EVALUATOR_OPTIMIZER = "evaluator-optimizer"
    CUSTOM = "custom"


@dataclass(frozen=True, slots=True)
class Interrupt:
    """A place where the run pauses for a human. ``how`` is the construct, as the user knows it (`interrupt()`).

    ``nodes`` are those that a pause of the whole graph comes before or after, if they are known.
    """

    how: str
    location: Location
    nodes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Result:
    """What running a node function gives back.

    ``text``: it may return a bare string. ``update``: it may return a state update (mapping, model, message).
    ``command``: it may return a routing command. ``nothing``: it may end without a value.
    ``complete``: every return was understood.
    """

    text: tuple[str, ...] = ()
    update: bool = False
    command: bool = False
    nothing: bool = False
    complete: bool = False


class History(StrEnum):
    """How much of the conversation so far something is given. ``SUMMARY``: what is old is told in a few words."""

    FULL = "full"
    WINDOWED = "windowed"
    SUMMARY = "summary"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Payload:
    """What passes along an edge, as far as the code shows it.

    ``fields`` are the keys of the state that the target takes from what the source leaves; those that a dispatch sends.
    ``history`` is how much of the conversation the target's model is given, None where that is not known. ``raw`` are
    tools of the source whose results from outside go along as they came. ``tokens`` estimates what the target's model
    is asked with as far as that is bounded, ``unbounded`` are the fields of which nothing bounds the size. ``chosen``:
    a setting asks for this much.
    """

    fields: tuple[str, ...] = ()
    history: History | None = None
    raw: tuple[str, ...] = ()
    tokens: int | None = None
    unbounded: tuple[str, ...] = ()
    chosen: bool = False


@dataclass(frozen=True, slots=True)
class Node:
    """A step of the orchestration.

    ``subgraph`` is the identity of the orchestration that runs inside; ``defined_at`` is the function or class behind
    the node, ``location`` the place where it becomes a node. ``deferred``: runs only when nothing else is pending.
    ``waits`` are groups of nodes: it runs when all of one group have led to it, and never otherwise.
    ``effects`` is what its function does, ``receives`` the schema of its input where that is not the graph's,
    ``takes`` and ``gives`` those of what the graph inside is handed and hands back, where the node is that graph;
    ``makes`` are the keys that its nodes write, ``needs`` those that they read untested and do not write.
    ``active`` is the key by which the graph inside knows which of its nodes has control, where it keeps nothing itself.
    ``contains_errors`` says of a node that runs tools whether what they raise becomes a message for the model. ``ran``
    says whether coverage data show that its function was run, None where they do not tell. ``description`` is what the
    others are told of it, ``history`` how much of the conversation its model is given. ``open_tools``: it may have
    more tools than are known. ``forced``: its model must call a tool each time that it is asked, ``serial``: no more
    than one at a time. ``output_contract`` is the schema that its answer is held to.
    ``window`` are the tokens that its model takes at most. ``containable`` is where it could be told to contain errors.
    """

    name: str
    kind: NodeKind
    location: Location | None = None
    defined_at: Location | None = None
    target: str | None = None
    model: str | None = None
    instructions: str | None = None
    tools: tuple[str, ...] = ()
    output_contract: str | None = None
    result: Result | None = None
    effects: Effects | None = None
    receives: "State | None" = None
    takes: "State | None" = None
    gives: "State | None" = None
    makes: tuple[str, ...] = ()
    needs: tuple[str, ...] = ()
    active: str | None = None
    contains_errors: bool | None = None
    containable: Setting | None = None
    open_tools: bool = False
    forced: bool = False
    serial: bool = False
    interrupts: tuple[Interrupt, ...] = ()
    retry: int | None = None
    timeout: float | None = None
    deferred: bool = False
    waits: tuple[tuple[str, ...], ...] = ()
    subgraph: str | None = None
    ran: bool | None = None
    description: str | None = None
    history: History | None = None
    window: int | None = None
    confidence: Confidence = Confidence.PROVEN


@dataclass(frozen=True, slots=True)
class Edge:
    """Control (and what it carries) passing from ``source`` to ``target``.

    ``resolved`` is false where the target could not be known and the edge only stands for what the framework would
    allow. ``condition`` is the path condition under which a decision takes this edge; ``label`` the router's value.
    ``wired`` is the path condition under which the code that builds the graph makes the edge at all. ``escalates``: it
    is a decided way to a human, a fallback, an error branch or an abort; ``steered``: the project
    writes to its state from outside. ``tests`` are then those that may take it.
    ``taken`` says whether coverage data show that it was, None where they do not tell.
    ``payload`` is what it carries. ``silent``: a setting keeps the conversation from telling that it was taken.
    ``passing``: a message that never leads to the same one again, even where the nodes form a cycle.
    """

    source: str
    target: str
    kind: EdgeKind
    location: Location
    resolved: bool = True
    label: str | None = None
    condition: tuple[Condition, ...] = ()
    decided_by: Decider = Decider.ALWAYS
    confidence: Confidence = Confidence.PROVEN
    wired: tuple[Condition, ...] = ()
    escalates: bool = False
    tests: tuple[Exercise, ...] = ()
    taken: bool | None = None
    payload: Payload | None = None
    silent: bool = False
    passing: bool = False


@dataclass(frozen=True, slots=True)
class Route:
    """One value that a decision may give, with the path condition under which it does.

    ``value`` is None where the decision ends without a value. ``kind`` of a command's or dispatch's target differs from
    that of a router's label. ``payload`` are the keys that a dispatch gives its target in place of the state, None
    where they are not all known. ``beside`` are the values that are given at the same time: what stands in one list
    with it, and itself where it is dispatched any number of times.
    """

    value: str | None
    location: Location
    condition: tuple[Condition, ...] = ()
    decided_by: Decider = Decider.UNKNOWN
    dispatch: bool = False
    payload: tuple[str, ...] | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class OpenRoute:
    """A value that a decision may give and that the code does not fix, with what it is made of.

    ``checked``: it was tested before (compared, a member of a known collection). ``lookup``: it is looked up in a table
    of the code, which fails for what the table does not have.
    """

    location: Location
    content: Content
    condition: tuple[Condition, ...] = ()
    checked: bool = False
    lookup: bool = False


@dataclass(frozen=True, slots=True)
class Decision:
    """A place where code chooses the next node: a router on a conditional edge, or a node that returns commands.

    ``mapping`` translates router values to targets (None where there is none); ``declared`` are the targets that an
    annotation or a ``destinations`` argument promises; ``complete`` says that ``routes`` are all the values there are.
    ``wired`` is the path condition under which the code that builds the graph makes the decision at all. ``open`` are
    the values that the code does not fix, ``effects`` is what the deciding function does. ``receives`` is the schema
    that it declares for what it is given; without one it is also given what ``source`` returned, as it was returned.
    ``table`` is where the mapping is written, where that is one dict or list.
    """

    source: str
    name: str
    location: Location
    routes: tuple[Route, ...]
    complete: bool
    mapping: tuple[tuple[str, str, Location], ...] | None = None
    declared: tuple[str, ...] | None = None
    command: bool = False
    defined_at: Location | None = None
    wired: tuple[Condition, ...] = ()
    open: tuple[OpenRoute, ...] = ()
    effects: Effects | None = None
    receives: "State | None" = None
    table: Location | None = None


@dataclass(frozen=True, slots=True)
class Dangling:
    """A transition to a name that is no node of its graph: ``nearest`` is the node that was probably meant.

    ``written`` is the string that says the name, where there is one.
    """

    source: str
    target: str
    location: Location
    how: str
    nearest: str | None = None
    written: Location | None = None
    confidence: Confidence = Confidence.PROVEN


@dataclass(frozen=True, slots=True)
class Loop:
    """A strongly connected part of the graph: its nodes in graph order, a shortest cycle, the edges that leave it.

    ``counters`` are the numbers that its decisions compare in order to leave it.
    """

    graph: str
    nodes: tuple[str, ...]
    cycle: tuple[Edge, ...]
    exits: tuple[Edge, ...]
    bound: Bound
    location: Location
    counters: tuple[Counter, ...] = ()

    def __str__(self) -> str:
        return " → ".join([*(edge.source for edge in self.cycle), self.cycle[0].source])


@dataclass(frozen=True, slots=True)
class Unresolved:
    """Wiring that stayed unknown: a fact for the reader, never a silent gap."""

    reason: str
    location: Location
    element: str | None = None


@dataclass(frozen=True, slots=True)
class Orchestration:
    """One graph that the code builds.

    ``framework`` is the overlay's name, ``builder`` the call that makes the graph (`StateGraph`), ``scope`` the
    function in which it stands. ``prebuilt`` graphs are wired by the framework, so their shape is not the user's fault.
    ``compiled`` is false where only the builder was seen. ``input`` and ``output`` are schemas of their own for what
    goes in and comes out. ``runs`` are the places where the project runs it, ``tools`` what its models may call.
    ``active`` is the key of the state that says which node a run begins with, ``answers`` are the places where the
    project answers a pause of some graph. ``test``: it is built in the project's tests, or an example in its prose.
    ``exported``: who runs it is not in the project (a server's configuration names it, a library offers it).
    ``steered``: the project writes to its state from outside. ``tests`` are the test files that import what it is made
    of, ``coverage`` is what coverage data show of it.
    ``reactions`` are what its nodes do with messages, where these decide who runs next.
    ``chooser`` asks a model who is next and is no node itself. ``unheard`` are tests for the end that somebody has who
    never hears the conversation, ``unasked`` are settings that promise a human who is never asked.
    ``idle`` are the tools that the project makes and never uses anywhere. ``limitable`` is where a limit
    on the rounds could be set: what all of them say holds for every run. ``reentry`` is the way through graphs within
    graphs on which it comes to run itself again, told of one graph of each such circle. ``effects`` is what the
    function does that leads the agents by itself, without a framework.
    """

    name: str
    framework: str
    builder: str
    location: Location
    scope: str
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    decisions: tuple[Decision, ...] = ()
    dangling: tuple[Dangling, ...] = ()
    state: State | None = None
    input: State | None = None
    output: State | None = None
    runs: tuple[Run, ...] = ()
    tools: tuple[Tool, ...] = ()
    idle: tuple[Tool, ...] = ()
    misuses: tuple[Misuse, ...] = ()
    active: str | None = None
    chooser: Node | None = None
    unheard: tuple[Bound, ...] = ()
    unasked: tuple[Misuse, ...] = ()
    answers: tuple[Location, ...] = ()
    test: bool = False
    exported: bool = False
    steered: bool = False
    bounds: tuple[Bound, ...] = ()
    limitable: tuple[Setting, ...] = ()
    persistence: Persistence = Persistence.UNKNOWN
    interrupts: tuple[Interrupt, ...] = ()
    compiled: bool = True
    prebuilt: bool = False
    entry_points: tuple[str, ...] = ()
    unresolved: tuple[Unresolved, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    version: str | None = None
    pattern: Pattern = Pattern.CUSTOM
    loops: tuple[Loop, ...] = field(default=())
    cost: Cost | None = None
    tests: tuple[str, ...] = ()
    coverage: Coverage | None = None
    reentry: tuple[Within, ...] = ()
    effects: Effects | None = None

    def node(self, name: str) -> Node | None:
        """The node of that name, or None."""
        return next((node for node in self.nodes if node.name == name), None)
