"""The nodes of a workflow: executors of the project, agents, workflows inside, and whoever asks a human."""

from agentlint.evaluate import behind
from agentlint.evaluate.values import Instance, Value, options
from agentlint.frameworks.agent_framework.activity import ASKS, Activity, activity, text_type
from agentlint.frameworks.agent_framework.agents import agent_facts
from agentlint.frameworks.agent_framework.construction import Construction, construction, decorator
from agentlint.frameworks.agent_framework.names import text
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.agent_framework.tools import needs_approval
from agentlint.frameworks.agent_framework.vocabulary import AGENT_RUNS
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.frameworks.models import asked, called, name_of
from agentlint.graph.evidence import Location
from agentlint.graph.model import History, Interrupt, NodeKind

NARROW = {"full": History.FULL, "last_agent": History.WINDOWED, "custom": History.WINDOWED}
"""How much of the conversation an agent is given, by its ``context_mode``."""


def add_node(reader: Reader, draft: Draft, name: str, value: Value) -> None:
    """Add what a value stands for as a node."""
    if name in draft.nodes:
        return
    made = construction(value)
    facts = _facts(reader, draft, name, value, made)
    inner = reader.graph(value)
    if inner is not None and inner is not draft:
        draft.subgraphs[name] = inner
        facts["subgraph"] = inner.name
        facts["kind"] = NodeKind.SUBGRAPH
    kind = facts.pop("kind")
    assert isinstance(kind, NodeKind)
    draft.node(name, kind, made.span if made is not None else draft.span, **facts)


def _facts(reader: Reader, draft: Draft, name: str, value: Value, made: Construction | None) -> dict[str, object]:
    found = activity(reader.machine, value)
    if found is not None:
        return _own(reader, value, found)
    if made is None or not made.is_executor:
        return agent_facts(reader, draft, name, value) | _approval(reader, value)
    match made.kind:
        case "AgentExecutor":
            agent = made.given.get(0, "agent")
            facts: dict[str, object] = {"kind": NodeKind.AGENT, "history": History.FULL}
            for option, _ in options(agent) if agent is not None else ():
                facts = agent_facts(reader, draft, name, option) | _approval(reader, option)
            mode = text(reader.machine, made.given.get(None, "context_mode"))
            return facts | ({"history": NARROW[mode]} if mode in NARROW else {})
        case "RequestInfoExecutor":
            pause = Interrupt("RequestInfoExecutor", made.span.location)
            return {"kind": NodeKind.HUMAN, "interrupts": (pause,)}
        case "WorkflowExecutor":
            return {"kind": NodeKind.SUBGRAPH}
        case _:
            return {"kind": NodeKind.FUNCTION} | _defined(value)


def _approval(reader: Reader, agent: Value) -> dict[str, object]:
    """An agent pauses for a tool that a human must agree to."""
    made = construction(agent)
    tools = made.given.get(None, "tools") if made is not None else None
    if made is None or tools is None:
        return {}
    for option, _ in each(tools):
        if needs_approval(reader, option):
            return {"interrupts": (Interrupt("approval_mode", made.span.location),)}
    return {}


def _defined(value: Value) -> dict[str, object]:
    if isinstance(value, Instance):
        return {"defined_at": value.cls.span.location, "target": value.cls.qualname}
    held = decorator(value, "executor")
    known = behind(held[0]) if held is not None else []
    return {"defined_at": known[0][0].span.location, "target": known[0][0].qualname} if known else {}


def _own(reader: Reader, value: Value, found: Activity) -> dict[str, object]:
    """What is known of an executor from its code."""
    agents = [agent for outcome in found.outcomes for event in outcome.events
              if event.method in AGENT_RUNS and (agent := construction(event.target)) is not None
              and agent.is_agent]  # fmt: skip
    event = next((event for outcome in found.outcomes if (event := called(outcome.events)) is not None), None)
    model = asked(event) if event is not None else None
    clients = [
        agent.base if agent.base is not None else agent.given.get(0, "client", "chat_client") for agent in agents
    ]
    named = next((name for client in clients if client is not None and (name := name_of(client))), None)
    pauses = tuple(dict.fromkeys(_asks(found)))
    kind = NodeKind.AGENT if agents or model is not None else NodeKind.HUMAN if pauses else NodeKind.FUNCTION
    return {
        "kind": kind,
        "effects": reader.effects(found.outcomes),
        "model": named or name_of(model),
        "interrupts": tuple(Interrupt("request_info", place) for place in pauses),
        "output_contract": text_type(found.sends or ()),
        **_defined(value),
    }


def _asks(found: Activity) -> list[Location]:
    return [event.span.location for handler in found.handlers for event in handler.told(*ASKS)]
