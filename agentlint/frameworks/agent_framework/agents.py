"""Agents as nodes: their model, what they are told, what their answer is held to, what they are given to read."""

from agentlint.evaluate.types import members
from agentlint.evaluate.values import NONE, Class, Const, Mapping, Traced, Value, options
from agentlint.frameworks.agent_framework.construction import Construction, construction
from agentlint.frameworks.agent_framework.names import text
from agentlint.frameworks.agent_framework.reader import Reader
from agentlint.frameworks.agent_framework.tools import offer
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.models import name_of
from agentlint.graph.model import History, NodeKind

OPTIONS = ("default_options", "options")


def agent_facts(reader: Reader, draft: Draft, name: str, agent: Value) -> dict[str, object]:
    """What is known of an agent."""
    made = construction(agent)
    if made is None:
        return {"kind": NodeKind.AGENT, "history": History.FULL}
    facts: dict[str, object] = {"kind": NodeKind.AGENT, "history": History.FULL}
    if made.cls is not None:
        facts |= {"defined_at": made.cls.span.location, "target": made.cls.qualname}
    given = made.given
    client = made.base if made.base is not None else given.get(0, "client", "chat_client")
    facts["model"] = name_of(client) if client is not None and client != NONE else None
    told = given.get(0 if made.base is None and client is None else None, "instructions")
    told = told if told is not None else given.get(1, "instructions") if made.base is None else None
    facts["instructions"] = text(reader.machine, told)
    facts["description"] = text(reader.machine, given.get(None, "description"))
    facts["output_contract"] = contract(made)
    facts["tools"] = offer(reader, draft, name, made)
    if given.get(None, "compaction_strategy") not in (None, NONE):
        facts["history"] = History.WINDOWED
    return facts


def contract(made: Construction) -> str | None:
    """The type that the answers of an agent are held to."""
    wanted = made.given.get(None, "response_format")
    for name in OPTIONS:
        held = made.given.get(None, name)
        match held:
            case Mapping():
                wanted = wanted or held.cells.get(Const("response_format"))
            case Traced():
                wanted = wanted or held.created.arguments.get(None, "response_format")
    for option, _ in options(wanted) if wanted is not None else ():
        found = next((part for part in members(option) if isinstance(part, Class)), None)
        if found is not None:
            return found.name
    return None
