"""`create_react_agent`: a model that calls tools until it answers, wired by LangGraph (langgraph-prebuilt 1.1.2)."""

from dataclasses import dataclass, replace

from agentlint.evaluate import outcomes
from agentlint.evaluate.types import short
from agentlint.evaluate.values import Arguments, Traced, Value
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.actions import facts
from agentlint.frameworks.langgraph.history import with_hook
from agentlint.frameworks.langgraph.names import text
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import argument, settle
from agentlint.frameworks.langgraph.tools import tools_node
from agentlint.frameworks.langgraph.toolset import Toolset, toolset
from agentlint.frameworks.models import forced, name_of, serial
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, NodeKind

PRE, POST, ANSWER = "pre_model_hook", "post_model_hook", "generate_structured_response"


@dataclass(frozen=True, slots=True)
class ReactAgent:
    """The arguments that shape the graph; None stands for what is not given. ``given`` is how the tools are.

    ``serial``: the factory lets the model call one tool at a time.
    """

    model: Value | None
    tools: Toolset
    given: Value | None
    prompt: Value | None
    contract: Value | None
    before: Value | None
    after: Value | None
    serial: bool = False


def read_react_agent(reader: Reader, draft: Draft, made: Traced) -> None:
    """`create_react_agent(model, tools, …)`, also under its older name `create_tool_calling_executor`."""
    given = made.created.arguments
    settle(reader, draft, made)
    tools = given.get(1, "tools")
    wire_react_agent(reader, draft, react_agent(draft, given, toolset(tools if tools is not None else given.rest)))


def react_agent(draft: Draft, given: Arguments, tools: Toolset) -> ReactAgent:
    """The agent that the arguments of a call describe."""
    prompt = given.get(None, "prompt", "state_modifier", "messages_modifier")
    contract, before, after = (argument(draft, given, name) for name in ("response_format", PRE, POST))
    return ReactAgent(given.get(0, "model"), tools, given.get(1, "tools"), prompt, contract, before, after)


def wire_react_agent(reader: Reader, draft: Draft, agent: ReactAgent) -> None:
    """The nodes and edges of `create_react_agent` (chat_agent_executor.py).

    Its last nodes have no edge to the end: a branch ends where nothing follows.
    """
    span = draft.span
    entry = PRE if agent.before is not None else "agent"
    draft.node(
        "agent", NodeKind.AGENT, span, model=name_of(agent.model), tools=agent.tools.names,
        instructions=text(agent.prompt), output_contract=short(agent.contract) or None if agent.contract else None,
        forced=agent.model is not None and forced(agent.model),
        serial=agent.serial or (agent.model is not None and serial(agent.model)),
    )  # fmt: skip
    draft.edge(START, entry, EdgeKind.SEQUENCE, span)
    for name, hook in ((PRE, agent.before), (POST, agent.after)):
        if hook is not None:
            _hook(reader, draft, name, hook)
    history = with_hook(draft.nodes.get(PRE), agent.prompt)
    draft.nodes["agent"] = replace(draft.nodes["agent"], history=history)
    if agent.before is not None:
        draft.edge(PRE, "agent", EdgeKind.SEQUENCE, span)
    if agent.after is not None:
        draft.edge("agent", POST, EdgeKind.SEQUENCE, span)
    if agent.contract is not None:
        draft.node(ANSWER, NodeKind.AGENT, span, model=name_of(agent.model))
    decides = POST if agent.after is not None else "agent"
    answer = ANSWER if agent.contract is not None else END
    if not agent.tools:
        if agent.contract is not None:
            draft.edge(decides, ANSWER, EdgeKind.SEQUENCE, span)
        return
    tools_node(reader, draft, agent.tools, "agent", agent.given)
    draft.edge(decides, "tools", EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    draft.edge(decides, answer, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    if agent.after is not None:
        draft.edge(POST, entry, EdgeKind.CONDITIONAL, span, decided_by=Decider.STATE)
    if agent.tools.returns_direct:
        draft.edge("tools", entry, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
        draft.edge("tools", END, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    else:
        draft.edge("tools", entry, EdgeKind.SEQUENCE, span)


def _hook(reader: Reader, draft: Draft, name: str, hook: Value) -> None:
    found = outcomes(reader.machine, hook, Arguments(), draft.span)
    known = facts(reader, hook, found, reader.graph_in(hook, found))
    draft.node(name, known.pop("kind"), draft.span, **known)  # type: ignore[arg-type]
