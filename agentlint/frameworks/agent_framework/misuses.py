"""What a builder does not take: it raises where it is told, or where the workflow is built.

Read from agent-framework-core 1.23.0, `_workflows/_validation.py`, `_edge.py`, `_workflow_builder.py`, and from
orchestrations 1.4.0. What only some versions refuse is told where the version is known to.
"""

import re
from collections import Counter
from collections.abc import Iterator

from agentlint.evaluate.values import NONE, Const, External, Held, Instance, Traced, Value
from agentlint.frameworks.agent_framework.activity import accepts, activity, text_type
from agentlint.frameworks.agent_framework.construction import construction
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.agent_framework.settings import Settings
from agentlint.frameworks.agent_framework.wiring import Arc, Wiring
from agentlint.frameworks.agent_framework.workflow import ALL, CASES, JOIN
from agentlint.frameworks.conditions import told
from agentlint.frameworks.draft import Draft
from agentlint.graph.queries import compatible
from agentlint.graph.uses import Misuse

BETA = re.compile(r"^0\.|\d+(a|b|rc)\d+")
PERSISTENCE = "require_per_service_call_history_persistence"


def is_expected(builder: Traced) -> bool:
    """Whether a test expects the builder to refuse what it is told."""
    events = [builder.created, *builder.events]
    return any(isinstance(one, Held) and _expects_error(one.value) for event in events for one in event.enclosing)


def _expects_error(value: Value) -> bool:
    return isinstance(value, Traced) and value.callee == External("pytest.raises")


def workflow_misuses(reader: Reader, draft: Draft, found: Wiring) -> Iterator[Misuse]:
    """What a `WorkflowBuilder` refuses."""
    if found.unknown or not draft.compiled:
        return
    groups: dict[int, list[Arc]] = {}
    for arc in found.arcs:
        groups.setdefault(arc.group, []).append(arc)
    for arcs in groups.values():
        yield from _group(arcs)
    yield from _twice(found)
    yield from _called_alike(draft, found)
    if not found.entries:
        why = "a workflow must know where it begins, so it cannot be built"
        yield Misuse("no start executor", why, draft.span.location, remedy="give `start_executor`")
    yield from _types(reader, found)


def _group(arcs: list[Arc]) -> Iterator[Misuse]:
    first, at = arcs[0], arcs[0].span.location
    if any(arc.wired for arc in arcs):
        return
    if first.how == CASES:
        defaults = [arc for arc in arcs if arc.default]
        if len(defaults) != 1:
            what = "without a `Default`" if not defaults else f"with {len(defaults)} `Default`s"
            why = "exactly one case is for all that no other takes, so the edges cannot be added"
            yield Misuse(
                f"cases after `{first.source}` {what}", why, at, first.source, "end the cases with one `Default`"
            )
        elif not arcs[-1].default:
            later = ", ".join(f"`{arc.target}`" for arc in arcs[arcs.index(defaults[0]) + 1 :])
            why = f"the first case that holds is taken, so {later} is never reached by the cases after it"
            yield Misuse(f"`Default` before other cases of `{first.source}`", why, at, first.source, "put it last")
    if first.how == ALL and len({arc.target for arc in arcs}) < 2:
        why = "a fan-out needs at least two targets, so it cannot be added"
        yield Misuse(f"fan-out from `{first.source}` to one target", why, at, first.source, "use `add_edge`")
    if first.how == JOIN and len({arc.source for arc in arcs}) < 2:
        why = "a fan-in needs at least two sources, so it cannot be added"
        yield Misuse(f"fan-in to `{first.target}` from one source", why, at, first.target, "use `add_edge`")


def _twice(found: Wiring) -> Iterator[Misuse]:
    """The same edge of two calls; cases of one group may share a target."""
    seen: dict[tuple[str, str], Arc] = {}
    for arc in found.arcs:
        known = seen.setdefault((arc.source, arc.target), arc)
        if known is arc or (known.group == arc.group and arc.how == CASES):
            continue
        if compatible(told(known.wired), told(arc.wired)):
            why = "an edge may be added once, so the workflow cannot be built"
            remedy = "join the conditions in one edge, or remove the second edge"
            what = f"a second edge from `{arc.source}` to `{arc.target}`"
            yield Misuse(what, why, arc.span.location, arc.source, remedy)


def _called_alike(draft: Draft, found: Wiring) -> Iterator[Misuse]:
    for name, others in found.others.items():
        first = found.nodes[name]
        if not any(_may_be_one(first, other) for other in others):
            why = "the ids of executors must differ, so the workflow cannot be built"
            yield Misuse(f"two executors called `{name}`", why, draft.span.location, name, "give each an id of its own")


def _may_be_one(one: Value, other: Value) -> bool:
    """Whether two values may be the same object: made at one place, by a factory that keeps what it made."""
    return not isinstance(one, Traced | Instance) or not isinstance(other, Traced | Instance) or (
        one.created.span == other.created.span or one.created.conditions != other.created.conditions
    )  # fmt: skip


def _types(reader: Reader, found: Wiring) -> Iterator[Misuse]:
    """Edges whose source sends nothing that their target takes, by what both declare."""
    known = {name: activity(reader.machine, value) for name, value in found.nodes.items()}
    for arc in found.arcs:
        source, target = known[arc.source], known[arc.target]
        if arc.how == JOIN or source is None or target is None:
            continue
        sends, takes = source.sends, target.takes
        if not sends or not takes or not _refused(sends, takes):
            continue
        why = (
            f"`{arc.source}` sends `{text_type(sends)}`, and `{arc.target}` takes `{text_type(takes)}` only, "
            "so the workflow cannot be built"
        )
        what = f"an edge from `{arc.source}` to `{arc.target}`"
        yield Misuse(what, why, arc.span.location, arc.source, f"let `{arc.target}` take what `{arc.source}` sends")


def _refused(sends: tuple[Value, ...], takes: tuple[Value, ...]) -> bool:
    named = text_type(sends) is not None and text_type(takes) is not None
    return named and all(accepts(takes, kind) is False for kind in sends)


def members_misuses(settings: Settings) -> Iterator[Misuse]:
    """What all ready-made builders refuse."""
    draft = settings.draft
    for name, count in Counter(settings.names()).items():
        if count > 1:
            why = "the names of the participants must differ, so the workflow cannot be built"
            yield Misuse(f"{count} participants called `{name}`", why, draft.span.location, name,
                         "give each participant a name of its own")  # fmt: skip


def handoff_misuses(settings: Settings, agents: dict[str, Value]) -> Iterator[Misuse]:
    """What a `HandoffBuilder` refuses. Before 1.0 it had a coordinator, and asked agents for no history of theirs."""
    draft, at = settings.draft, settings.draft.span.location
    beta = settings.calls("set_coordinator", "participant_factories", "auto_register_handoff_tools",
                          "with_interaction_mode", "request_prompt")  # fmt: skip
    if draft.unresolved or not draft.compiled:
        return
    if not settings.calls("set_coordinator", "with_start_agent"):
        why = "somebody must be the first to be asked, so the workflow cannot be built"
        yield Misuse("a handoff without a start agent", why, at, remedy="call `with_start_agent(…)`")
    if beta or not _is_asked(draft, agents):
        return
    lacking = [
        (name, made.span.location)
        for name, agent in agents.items()
        if (made := construction(agent)) is not None and made.cls is None and made.given.rest is None
        if not _has_flag(agent)
    ]
    if lacking:
        names = " and ".join(f"`{name}`" for name, _ in lacking)
        why = (
            "a handoff leaves the history of an agent and that of its service at odds, so the workflow cannot be built"
        )
        remedy = f"give each agent `{PERSISTENCE}=True`"
        yield Misuse(f"{names} without `{PERSISTENCE}`", why, lacking[0][1], lacking[0][0], remedy)


def _is_asked(draft: Draft, agents: dict[str, Value]) -> bool:
    """Whether the version asks agents for the flag: 1.0 does, no beta did; `Agent` was called `ChatAgent` in most."""
    if draft.version is not None:
        return not BETA.search(draft.version)
    made = [one for agent in agents.values() if (one := construction(agent)) is not None]
    current = any(one.kind == "Agent" and one.given.get(None, "chat_client") is None for one in made)
    return current or any(_has_flag(agent) for agent in agents.values())


def _has_flag(agent: Value) -> bool:
    made = construction(agent)
    held = made.given.get(None, PERSISTENCE) if made is not None else None
    return held is not None and held not in (NONE, Const(False))


def chat_misuses(settings: Settings) -> Iterator[Misuse]:
    """What a `GroupChatBuilder` refuses: none who chooses, or two."""
    names = ("orchestrator_agent", "orchestrator", "selection_func")
    given = [name for name in names if settings.made.given.get(None, name) not in (None, NONE)]
    methods = settings.calls(
        "set_manager", "set_prompt_based_manager", "set_select_speakers_func", "select_speakers", "with_orchestrator",
        "with_select_speaker_func", "with_agent_orchestrator",
    )  # fmt: skip
    at = settings.draft.span.location
    if settings.made.given.rest is not None or not settings.draft.compiled:
        return
    if not given and not methods:
        why = "nobody chooses who speaks next, so the workflow cannot be built"
        yield Misuse("a group chat without an orchestrator", why, at, remedy="give a `selection_func` or an agent")
    if len(given) > 1:
        why = "exactly one may choose who speaks next, so the builder cannot be constructed"
        yield Misuse(" and ".join(f"`{name}`" for name in given), why, at, remedy="keep one of them")
