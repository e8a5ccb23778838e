"""AutoGen Core: agents that send each other messages by way of a runtime. Read from autogen-core 0.4.0 to 0.7.5.

A graph is what is registered at one runtime: its nodes are the types of agents, and an edge says that what one sends
may come to the other. There is no limit but those that the code sets.
"""

from collections import defaultdict
from collections.abc import Iterator
from posixpath import splitext

from agentlint.evaluate import Machine, Outcome
from agentlint.evaluate.values import NONE, Choice, Event, Instance, Member, Traced, Value
from agentlint.frameworks.autogen_core.forgetting import forget
from agentlint.frameworks.autogen_core.messages import ANY, Handler, handlers
from agentlint.frameworks.autogen_core.reacting import Handled, handled, shared
from agentlint.frameworks.autogen_core.registering import AT_RUNTIME, CALLS, Registration, is_runtime, registrations
from agentlint.frameworks.autogen_core.sending import Agent, Sent, sent
from agentlint.frameworks.autogen_core.topics import added, of_agent
from agentlint.frameworks.autogen_core.vocabulary import BASES, PACKAGES, SHARED, made_as
from agentlint.frameworks.base import Overlay
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.effects import effects
from agentlint.frameworks.models import asked, called, name_of
from agentlint.graph.bound import Bound, BoundKind, Signal, SignalKind
from agentlint.graph.condition import Decider
from agentlint.graph.evidence import Confidence, Location
from agentlint.graph.model import END, START, Edge, EdgeKind, NodeKind, Orchestration
from agentlint.graph.uses import Run
from agentlint.source.tests import is_test

ANSWERS = frozenset({"on_messages", "on_messages_stream", "run", "run_stream"})
"""Methods by which agents and teams of AgentChat answer."""

Members = dict[Value | Location, list[Registration]]


def read(machine: Machine) -> Iterator[Orchestration]:
    """Every runtime that agents are registered at, in the order in which they are made."""
    groups: Members = defaultdict(list)
    for one in registrations(machine):
        groups[_runtime(one)].append(one)
    for runtime, members in groups.items():
        yield _graph(machine, runtime if isinstance(runtime, Traced) else None, members)


def _runtime(one: Registration) -> Value | Location:
    """The runtime that somebody registers at; where it is given from outside, the function that is given it."""
    given = one.runtime
    if isinstance(given, Choice):
        given = next((option for option, _ in given.options if is_runtime(option)), given)
    if is_runtime(given):
        return given
    scope = one.made.created.scope
    return scope.span.location if scope is not None else one.span.location


def _graph(machine: Machine, runtime: Traced | None, members: list[Registration]) -> Orchestration:
    draft = _draft(machine, runtime, members)
    agents = tuple(_agent(machine, one, runtime) for one in {one.name: one for one in reversed(members)}.values())[::-1]
    alone = runtime is not None and made_as(runtime) not in SHARED and all(one.named for one in members)
    found = {agent: [handled(machine, agent, one, agents) for one in agent.handlers] for agent in agents}
    alone = alone and not any(map(_registers, _events(found)))
    if runtime is None:
        draft.unknown("the runtime is given from outside, and with it who else takes part", draft.span)
    elif not alone:
        draft.unknown("agents may take part whose names are not known, or that others register", draft.span)
    for agent, parts in found.items():
        _node(draft, agent, parts)
    for agent, parts in found.items():
        _edges(draft, agent.name, [(one, part) for part in parts for one in part.sent], alone=alone)
        draft.reactions += [part.reaction() for part in parts]
    _begin(draft, runtime, agents, found, alone=alone)
    _end(draft, found)
    draft.bounds += _bounds(runtime)
    return draft.finish()


def _events(found: dict[Agent, list[Handled]]) -> Iterator[Event]:
    """All that happens while messages are handled."""
    return (event for parts in found.values() for part in parts for one in part.outcomes for event in one.events)


def _registers(event: Event) -> bool:
    """Whether an agent makes others when a message comes."""
    name = event.target.name if isinstance(event.target, Member) else event.method
    return name in CALLS | AT_RUNTIME


def _draft(machine: Machine, runtime: Traced | None, members: list[Registration]) -> Draft:
    created = runtime.created if runtime is not None else members[0].made.created
    span, scope = created.span, created.scope
    module = splitext(span.module.path)[0].replace("/", ".").removesuffix(".__init__")
    name = ".".join(part for part in (module, scope.qualname if scope is not None else "") if part)
    builder = made_as(runtime) if runtime is not None else "AgentRuntime"
    draft = Draft(name, "autogen-core", builder, span, scope.qualname if scope is not None else "<module>")
    draft.compiled = True
    pinned = machine.project.dependency_version("autogen-core", span.module.path)
    draft.version = pinned.version if pinned is not None else None
    return draft


def _agent(machine: Machine, one: Registration, runtime: Traced | None) -> Agent:
    if isinstance(one.agent, Instance):
        forget(one.agent)
    takes = tuple(handlers(machine, one))
    if one.cls is None and one.closure is None:
        takes = (Handler("on_message", NONE, None, (ANY,)),)
    later = (found for name, found in added(runtime.events if runtime is not None else []) if name == one.name)
    return Agent(one, takes, tuple(dict.fromkeys((*of_agent(machine, one), *later))))


def _node(draft: Draft, agent: Agent, parts: list[Handled]) -> None:
    """An agent as a node: what its functions do together."""
    found = tuple(outcome for part in parts for outcome in part.outcomes)
    does = effects(found, lambda _: None, lambda _: None, stateful=False)
    event = next((event for outcome in found if (event := called(outcome.events)) is not None), None)
    model = asked(event) if event is not None else None
    kind = NodeKind.FUNCTION if agent.one.closure is not None else NodeKind.AGENT
    if does is not None and does.pauses:
        kind = NodeKind.HUMAN
    elif made_as(agent.one.agent) == "ToolAgent":
        kind = NodeKind.TOOL
    elif does is not None and does.complete and model is None and not any(map(_delegates, found)):
        kind = NodeKind.FUNCTION
    cls = agent.one.cls
    draft.node(
        agent.name,
        kind,
        agent.one.span,
        defined_at=cls.span.location if cls is not None else None,
        target=cls.qualname if cls is not None else None,
        model=name_of(model),
        effects=does,
    )


def _delegates(outcome: Outcome) -> bool:
    """Whether a function lets an agent of AgentChat, or a team, answer."""
    return any(event.method in ANSWERS for event in outcome.events)


def _edges(draft: Draft, source: str, messages: list[tuple[Sent, Handled | None]], *, alone: bool) -> None:
    """The edges of what one agent, or code outside of all, sends; one for each type of message and agent."""
    ways: dict[tuple[str, str | None, bool], list[tuple[Sent, Handled | None]]] = defaultdict(list)
    for one, part in messages:
        if one.unsure:
            what = f"a message that `{source}` sends" if source != START else "a message"
            draft.unknown(f"to whom {what} comes is not known: {one.unsure}", one.span, source)
            for agent, _ in one.to:
                _maybe(draft, source, agent.name, one)
            continue
        if one.missing is not None and alone:
            draft.edge(source, one.missing, EdgeKind.DELEGATION, one.span, one.conditions, label=one.message)
        for agent, _ in one.to:
            ways[(agent.name, one.message, one.direct)].append((one, part))
    for (target, message, direct), some in ways.items():
        path = shared(one.conditions for one, _ in some)
        fixed = not path and all(_always(one, part) for one, part in some[:1])
        kind = EdgeKind.DELEGATION if direct else EdgeKind.SEQUENCE if fixed else EdgeKind.CONDITIONAL
        who = None if path or fixed else Decider.STATE
        draft.edge(source, target, kind, some[0][0].span, path, who, message)


def _always(one: Sent, part: Handled | None) -> bool:
    """Whether it is sent whatever message comes: no other function of the agent takes any."""
    return not one.repeated and (part is None or len(part.agent.handlers) == 1)


def _maybe(draft: Draft, source: str, target: str, one: Sent) -> None:
    kind = EdgeKind.DELEGATION if one.direct else EdgeKind.CONDITIONAL
    draft.edges.setdefault(
        (source, target, kind, False, None),
        Edge(source, target, kind, one.span.location, False, decided_by=Decider.UNKNOWN, confidence=Confidence.GUESSED),
    )


def _begin(
    draft: Draft,
    runtime: Traced | None,
    agents: tuple[Agent, ...],
    found: dict[Agent, list[Handled]],
    *,
    alone: bool,
) -> None:
    """What code that is no agent sends. Whom nobody is seen to send anything may hear from code that is not seen."""
    inside = {part.handler.function.node for parts in found.values() for part in parts if part.handler.function}
    events = (
        [event for event in runtime.events if event.scope is None or event.scope.node not in inside] if runtime else []
    )
    first = [(event, one) for event in events for one in sent(event, agents, None)]
    _edges(draft, START, [(one, None) for _, one in first], alone=alone)
    draft.runs += [_run(event) for event, _ in first]
    reached = {edge.target for edge in draft.edges.values() if edge.source != edge.target}
    for agent in agents:
        if agent.name not in reached:
            draft.unknown(f"who sends the first message to `{agent.name}` is not known", agent.one.span, agent.name)
            start = Edge(
                START, agent.name, EdgeKind.CONDITIONAL, agent.one.span.location, False,
                decided_by=Decider.UNKNOWN, confidence=Confidence.GUESSED,
            )  # fmt: skip
            draft.edges[(START, agent.name, EdgeKind.CONDITIONAL, False, None)] = start


def _run(event: Event) -> Run:
    scope = event.scope.qualname if event.scope is not None else "<module>"
    return Run(event.span.location, event.method, scope, test=is_test(event.span.module.path))


def _end(draft: Draft, found: dict[Agent, list[Handled]]) -> None:
    """Where nothing follows: after a function that sends nothing, on some way or on all."""
    for agent, parts in found.items():
        quiet = [path for part in parts for path in part.quiet]
        ways = [path for part in parts for path, _ in part.ways]
        if parts and all(part.ways for part in parts) and len(quiet) == len(ways):
            draft.edge(agent.name, END, EdgeKind.SEQUENCE, agent.one.span)
        elif quiet:
            path = shared(quiet)
            who = None if path else Decider.STATE
            draft.edge(agent.name, END, EdgeKind.CONDITIONAL, agent.one.span, path, who)


def _bounds(runtime: Traced | None) -> Iterator[Bound]:
    """What ends a run from outside: a condition, a stop in the middle, handlers that may drop messages."""
    events = runtime.events if runtime is not None else []
    called = {event.method: event for event in events}
    ends = [event for name, event in called.items() if name == "stop_when"]
    if "stop" in called and "stop_when_idle" not in called:
        ends.append(called["stop"])
    for event in ends:
        yield _outer(f"`{event.method}`", event)
    if runtime is not None and runtime.created.arguments.get(None, "intervention_handlers") not in (None, NONE):
        yield _outer("`intervention_handlers`", runtime.created)


def _outer(what: str, event: Event) -> Bound:
    signals = (Signal(SignalKind.FUNCTION),)
    at = event.span.location
    return Bound(BoundKind.TERMINATION, None, True, "signals", what, at, Decider.UNKNOWN, signals)


OVERLAY = Overlay("autogen-core", PACKAGES, BASES, read, versions="autogen-core 0.4.0 – 0.7.5", parts=BASES)
