"""Agents as nodes of the team around them: what each is, what it is told, what its model is given."""

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.inheritance import find
from agentlint.evaluate.types import short
from agentlint.evaluate.values import NONE, Arguments, Class, Instance, Method, Value, options
from agentlint.frameworks.autogen.construction import Construction, construction
from agentlint.frameworks.autogen.names import text
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.tools import offer
from agentlint.frameworks.autogen.vocabulary import DESCRIPTION, INSTRUCTIONS, TEAMS
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.frameworks.models import asked, called, name_of
from agentlint.graph.model import History, NodeKind

WINDOWS = frozenset(
    {"BufferedChatCompletionContext", "TokenLimitedChatCompletionContext", "HeadAndTailChatCompletionContext"}
)
REACTIONS = ("on_messages_stream", "on_messages")
"""What a project class implements to answer, the one that a team calls first."""


def add_agent(reader: Reader, draft: Draft, name: str, agent: Value) -> None:
    """Add a member of a team as a node under its name."""
    made = construction(agent)
    inner = reader.graph(agent)
    if inner is draft:
        inner = reader.graph(_team(made)) if made is not None else None
    if inner is not None:
        draft.subgraphs[name] = inner
    facts = _facts(reader, draft, name, agent, made)
    if inner is not None:
        facts["subgraph"] = inner.name
    kind = facts.pop("kind")
    assert isinstance(kind, NodeKind)
    draft.node(name, kind, made.span if made is not None else draft.span, **facts)


def _team(made: Construction) -> Value:
    """The team that an agent runs inside."""
    return (made.given.get(1, "team") or NONE) if made.kind == "SocietyOfMindAgent" else NONE


def _facts(reader: Reader, draft: Draft, name: str, agent: Value, made: Construction | None) -> dict[str, object]:
    if made is None:
        return {"kind": NodeKind.AGENT}
    given = made.given
    facts: dict[str, object] = {"description": text(given.get(None, "description"))}
    if made.cls is not None:
        facts["defined_at"] = made.cls.span.location
        facts["target"] = made.cls.qualname
    model: Value | None = None
    match made.kind:
        case kind if kind in TEAMS:
            facts["kind"] = NodeKind.SUBGRAPH
        case "UserProxyAgent":
            facts["kind"] = NodeKind.HUMAN
        case "CodeExecutorAgent":
            model = given.get(None, "model_client")
            facts["kind"] = NodeKind.AGENT if _is_given(model) else NodeKind.FUNCTION
        case "MessageFilterAgent":
            wrapped = given.get(1, "wrapped_agent") or NONE
            return _facts(reader, draft, name, wrapped, construction(wrapped)) | {"history": History.WINDOWED}
        case "SocietyOfMindAgent":
            model = given.get(2, "model_client")
            facts |= {"kind": NodeKind.AGENT, "history": history(given.get(None, "model_context"))}
        case "AssistantAgent":
            model = given.get(1, "model_client")
            told = given.get(None, "system_message")
            facts["kind"] = NodeKind.AGENT
            facts["instructions"] = INSTRUCTIONS if told is None and given.rest is None else text(told)
            facts["description"] = facts["description"] or (DESCRIPTION if given.rest is None else None)
            facts["output_contract"] = _contract(given.get(None, "output_content_type"))
            facts["history"] = history(given.get(None, "model_context"))
            facts["tools"] = offer(reader, draft, name, given)
        case "BaseChatAgent":
            facts["description"] = text(given.get(1, "description"))
            facts |= _own(reader, agent)
        case _:
            model = given.get(1, "model_client")
            facts["kind"] = NodeKind.AGENT
            facts["instructions"] = text(given.get(None, "system_message", "instructions"))
    return facts | {"model": name_of(model) if _is_given(model) else facts.get("model")}


def _is_given(value: Value | None) -> bool:
    return value is not None and value != NONE


def _contract(value: Value | None) -> str | None:
    for option, _ in options(value) if value is not None else ():
        if isinstance(option, Class):
            return option.name
    return None


def history(context: Value | None) -> History | None:
    """How much of the conversation the model sees: all of it, unless a context that cuts it is given."""
    if context is None or context == NONE:
        return History.FULL
    found: set[History | None] = set()
    for option, _ in options(context):
        made = construction(option)
        kind = made.kind if made is not None and made.cls is None else ""
        whole = History.FULL if kind == "UnboundedChatCompletionContext" else None
        found.add(History.WINDOWED if kind in WINDOWS else whole)
    return found.pop() if len(found) == 1 else None


def _answers(reader: Reader, agent: Value) -> tuple[Outcome, ...] | None:
    """What a project class does to answer; None where another class answers for it."""
    if not isinstance(agent, Instance):
        return None
    method = next((held for name in REACTIONS if (held := find(agent.cls, name)) is not None), None)
    if method is None:
        return None
    return outcomes(reader.machine, Method(method[0], agent), Arguments(), agent.created.span)


def _own(reader: Reader, agent: Value) -> dict[str, object]:
    """What is known of an agent from the code of its class."""
    found = _answers(reader, agent)
    if found is None:
        return {"kind": NodeKind.AGENT}
    effects = reader.effects(found)
    event = next((event for outcome in found if (event := called(outcome.events)) is not None), None)
    model = asked(event) if event is not None else None
    asks = effects is not None and bool(effects.pauses)
    kind = NodeKind.HUMAN if asks else NodeKind.AGENT if model is not None else NodeKind.FUNCTION
    return {"kind": kind, "effects": effects, "model": name_of(model)}


def handoffs(reader: Reader, agent: Value) -> list[tuple[str | None, Value]]:
    """The targets that an agent may hand over to; None stands for one that is not known."""
    made = construction(agent)
    given = made.given.get(None, "handoffs") if made is not None else None
    targets: list[Value] = []
    for option, _ in each(given) if given is not None else ():
        inner = construction(option)
        target = inner.given.get(None, "target") if inner is not None and inner.kind == "Handoff" else option
        targets += [target] if target is not None else []
    for outcome in _answers(reader, agent) or ():
        messages = (event for event in outcome.events if short(event.target) == "HandoffMessage")
        targets += [target for event in messages if (target := event.arguments.get(None, "target")) is not None]
    return [(text(option), option) for target in targets for option, _ in options(target) if option != NONE]
