"""Agents as nodes of a conversation: what each is, whom it asks, what it is told, what its model is given."""

from dataclasses import dataclass

from agentlint.evaluate.types import short
from agentlint.evaluate.values import FALSE, NONE, Class, Const, Mapping, Traced, Value, options
from agentlint.frameworks.ag2.construction import Construction, Maker, construction
from agentlint.frameworks.ag2.names import agent_name, text
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.ag2.tools import offer
from agentlint.frameworks.ag2.vocabulary import INSTRUCTIONS, PLAIN, PROXIES, QUIET
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.members import each
from agentlint.graph.effects import Effects
from agentlint.graph.model import History, Interrupt, NodeKind


@dataclass(frozen=True, slots=True)
class Mode:
    """When an agent asks a human: ``ALWAYS``, ``TERMINATE`` (instead of ending) or ``NEVER``; empty if not known."""

    name: str
    given: bool


def mode(made: Construction) -> Mode:
    """The ``human_input_mode`` of an agent."""
    value = made.given.get(None, "human_input_mode")
    if value is not None:
        return Mode((text(value) or "").upper(), given=True)
    if made.given.rest is not None:
        return Mode("", given=False)
    kind = made.kind
    return Mode("NEVER" if kind in QUIET else "ALWAYS" if kind in PROXIES else "TERMINATE", given=False)


def asks_model(made: Construction) -> bool | None:
    """Whether an agent has a model; None where that is not known."""
    value = made.given.get(None, "llm_config", "config")
    if value is None:
        if made.given.rest is not None:
            return None
        return made.kind not in PROXIES
    known = {option not in (NONE, FALSE) for option, _ in options(value)}
    return known.pop() if len(known) == 1 else None


def add_agent(reader: Reader, draft: Draft, agent: Value) -> str | None:
    """Add an agent as a node under its name; None, and told as unknown, where it has none that is known."""
    name = agent_name(agent)
    if name is None:
        draft.unknown("who takes part in the conversation is not known", draft.span)
        draft.open_nodes = True
        return None
    made = construction(agent)
    if made is None:
        draft.node(name, NodeKind.AGENT, draft.span)
        return name
    assert isinstance(agent, Maker)
    inner = reader.inner(agent)
    if inner is not None and inner is not draft:
        draft.subgraphs[name] = inner
        draft.node(name, NodeKind.SUBGRAPH, made.span, subgraph=inner.name, model=model_name(made))
        return name
    draft.node(name, _kind(made), made.span, **_facts(reader, draft, name, agent, made))
    return name


def _kind(made: Construction) -> NodeKind:
    asked, model = mode(made).name, asks_model(made)
    bare = made.given.get(None, "llm_config") is None and made.kind == "ConversableAgent"
    if asked == "ALWAYS" and (model is False or bare or made.kind in PROXIES):
        return NodeKind.HUMAN
    return NodeKind.FUNCTION if model is False else NodeKind.AGENT


def _facts(reader: Reader, draft: Draft, name: str, agent: Maker, made: Construction) -> dict[str, object]:
    given = made.given
    facts: dict[str, object] = {"description": text(given.get(None, "description"))}
    if made.cls is not None:
        facts["defined_at"] = made.cls.span.location
        facts["target"] = made.cls.qualname
    kind = _kind(made)
    if (how := mode(made).name) in ("ALWAYS", "TERMINATE") and kind is not NodeKind.HUMAN:
        facts["interrupts"] = (Interrupt(f'human_input_mode="{how}"', made.span.location),)
    facts["tools"] = offer(reader, draft, name, agent)
    facts["open_tools"] = agent in reader.ledger.open
    if kind is NodeKind.FUNCTION:
        says = made.given.get(None, "default_auto_reply")
        known = says is None or text(says) is not None
        return facts | {"effects": Effects(complete=known), "instructions": text(says)}
    if kind is NodeKind.AGENT:
        facts |= {"model": model_name(made), "history": _history(reader, agent), "output_contract": _contract(made)}
        facts["instructions"] = instructions(made)
    return facts


def instructions(made: Construction) -> str | None:
    """What the model of an agent is told; None where that is not known."""
    told = made.given.get(1 if made.kind not in PROXIES else None, "system_message", "prompt", "instructions")
    if told is not None:
        return text(told)
    if made.given.rest is not None or made.kind in PROXIES:
        return "" if made.kind in PROXIES and made.given.rest is None else None
    defaults = {"AssistantAgent": INSTRUCTIONS, "ConversableAgent": PLAIN}
    return defaults.get(made.kind)


def _history(reader: Reader, agent: Maker) -> History | None:
    if agent in reader.ledger.cut:
        return History.WINDOWED
    return None if agent in reader.ledger.hooked else History.FULL


def _contract(made: Construction) -> str | None:
    """The schema that the answers of an agent are held to: AG2's ``response_format``, `response_schema` since 1.0."""
    config = made.given.get(None, "llm_config")
    values = [made.given.get(None, "response_format", "response_schema"), _setting(config, "response_format")]
    for value in values:
        for option, _ in options(value) if value is not None else ():
            if isinstance(option, Class):
                return option.name
            if option not in (NONE, FALSE):
                return short(option) or "schema"
    return None


def model_name(made: Construction) -> str | None:
    """The name of the model in an ``llm_config``: a dict, a list of them, an `LLMConfig`, one entered by `with`."""
    config = made.given.get(None, "llm_config", "config")
    return _model(config) if config is not None else None


def _model(config: Value) -> str | None:
    named = text(_setting(config, "model"))
    if named is not None:
        return named
    inner = _setting(config, "config_list")
    return next((found for one, _ in each(inner) if (found := _model(one))), None) if inner is not None else None


def _setting(config: Value | None, key: str) -> Value | None:
    """What a configuration says under a key."""
    match config:
        case Mapping():
            return config.cells.get(Const(key))
        case Traced():
            given = config.created.arguments
            inner = [value for value in given.positional if isinstance(value, Mapping)]
            return given.get(None, key) or next((found for one in inner if (found := _setting(one, key))), None)
        case _:
            return None
