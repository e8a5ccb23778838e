"""The graph that `create_agent` wires: a model and its tools in a loop, with hooks of middleware around them.

Read from langchain 1.4.7, `agents/factory.py`. Earlier 1.x releases lack the edge from the model back to itself where
middleware only wraps model calls (added in 1.4.0).
"""

from dataclasses import dataclass
from functools import reduce
from itertools import pairwise
from operator import or_

from agentlint.evaluate import Outcome, outcomes
from agentlint.evaluate.types import short
from agentlint.evaluate.values import Arguments, Conditions, Const, Mapping, Traced, Value, options
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.actions import facts
from agentlint.frameworks.langgraph.history import with_middleware
from agentlint.frameworks.langgraph.middleware import NODE_HOOKS, Middleware
from agentlint.frameworks.langgraph.middleware_effects import HUMAN, add_effects
from agentlint.frameworks.langgraph.names import text
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.tools import tools_node
from agentlint.frameworks.langgraph.toolset import Toolset
from agentlint.frameworks.models import name_of, serial
from agentlint.graph.condition import Decider
from agentlint.graph.model import END, START, EdgeKind, NodeKind


@dataclass(frozen=True, slots=True)
class Agent:
    """What shapes the graph; ``contract`` is the `response_format`, None where there is none."""

    model: Value | None
    tools: Toolset
    middleware: tuple[Middleware, ...] = ()
    prompt: Value | None = None
    contract: Value | None = None

    @property
    def all_tools(self) -> Toolset:
        """Its own tools and those that middleware brings."""
        return reduce(or_, (one.tools for one in self.middleware), self.tools)

    @property
    def has_tools_node(self) -> bool:
        """Whether there are tools, or middleware that waits for their calls."""
        return bool(self.all_tools) or any("wrap_tool_call" in one.hooks for one in self.middleware)

    @property
    def answers_by_tool(self) -> bool:
        """Whether the answer is a tool call of its own: any schema but one that the provider itself enforces."""
        if self.contract is None:
            return False
        return any(
            not (isinstance(option, Traced) and short(option.callee) == "ProviderStrategy")
            for option, _ in options(self.contract)
        )

    def hooked(self, hook: str) -> list[Middleware]:
        """The middleware that overrides a hook, in order."""
        return [one for one in self.middleware if hook in one.hooks]


@dataclass(frozen=True, slots=True)
class Places:
    """Where the loop is entered and left: ``entry`` once a run, ``again`` each round, ``done`` at the end."""

    entry: str
    again: str
    decides: str
    done: str


def wire_agent(reader: Reader, draft: Draft, agent: Agent) -> None:
    """The nodes and edges of `create_agent`."""
    span = draft.span
    first = {hook: f"{found[0].name}.{hook}" for hook in NODE_HOOKS if (found := agent.hooked(hook))}
    again = first.get("before_model", "model")
    ended = agent.hooked("after_agent")
    done = f"{ended[-1].name}.after_agent" if ended else END
    places = Places(first.get("before_agent", again), again, first.get("after_model", "model"), done)
    draft.node(
        "model", NodeKind.AGENT, span, model=name_of(agent.model), tools=agent.all_tools.names,
        instructions=text(agent.prompt), output_contract=short(agent.contract) or None if agent.contract else None,
        serial=agent.model is not None and serial(agent.model),
        history=with_middleware(agent.middleware),
    )  # fmt: skip
    if agent.has_tools_node:
        wrapped = bool(agent.hooked("wrap_tool_call") or draft.unresolved)  # what is not known may wrap them too
        tools_node(reader, draft, agent.all_tools, "model", None, wrapped=wrapped)
    for one in agent.middleware:
        add_effects(draft, one)
        for hook in NODE_HOOKS:
            if hook in one.hooks:
                _hook_node(reader, draft, one, hook)
    draft.edge(START, places.entry, EdgeKind.SEQUENCE, span)
    _loop(reader, draft, agent, places)
    _chains(reader, draft, agent, places)


def _hook_node(reader: Reader, draft: Draft, middleware: Middleware, hook: str) -> None:
    found = _outcomes(reader, middleware, hook)
    known: dict[str, object] = {"kind": NodeKind.FUNCTION}
    action = middleware.hooks[hook].action
    if action is not None:
        known = facts(reader, action, found, None)
    if middleware.is_a(HUMAN):
        known["kind"] = NodeKind.HUMAN
    draft.node(f"{middleware.name}.{hook}", known.pop("kind"), middleware.span, **known)  # type: ignore[arg-type]


def _outcomes(reader: Reader, middleware: Middleware, hook: str) -> tuple[Outcome, ...]:
    action = middleware.hooks[hook].action
    return outcomes(reader.machine, action, Arguments(), middleware.span) if action is not None else ()


def _loop(reader: Reader, draft: Draft, agent: Agent, places: Places) -> None:
    """From the model to its tools and back, or to the end."""
    span = draft.span
    decides = places.decides
    if not agent.has_tools_node:
        if agent.answers_by_tool:
            draft.edge(decides, places.again, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
            draft.edge(decides, places.done, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
        elif decides == "model":
            draft.edge("model", places.done, EdgeKind.SEQUENCE, span)
        else:
            _leave(reader, draft, agent.hooked("after_model")[0], "after_model", places.done, places)
        return
    if agent.all_tools.returns_direct or agent.answers_by_tool:
        draft.edge("tools", places.again, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
        draft.edge("tools", places.done, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    else:
        draft.edge("tools", places.again, EdgeKind.SEQUENCE, span)
    draft.edge(decides, "tools", EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    draft.edge(decides, places.done, EdgeKind.CONDITIONAL, span, decided_by=Decider.MODEL)
    if agent.contract is not None or decides != "model" or agent.hooked("wrap_model_call"):
        draft.edge(decides, places.again, EdgeKind.CONDITIONAL, span, decided_by=Decider.STATE)


def _chains(reader: Reader, draft: Draft, agent: Agent, places: Places) -> None:
    """The hooks of one kind in a row: those before in the order of the middleware, those after in reverse."""
    after_model = agent.hooked("after_model")
    if after_model:
        draft.edge("model", f"{after_model[-1].name}.after_model", EdgeKind.SEQUENCE, draft.span)
    rows = (
        ("before_agent", agent.hooked("before_agent"), places.again),
        ("before_model", agent.hooked("before_model"), "model"),
        ("after_model", after_model[::-1], None),
        ("after_agent", agent.hooked("after_agent")[::-1], END),
    )
    for hook, row, last in rows:
        for one, following in pairwise(row):
            _leave(reader, draft, one, hook, f"{following.name}.{hook}", places)
        if row and last is not None:
            _leave(reader, draft, row[-1], hook, last, places)


def _leave(reader: Reader, draft: Draft, middleware: Middleware, hook: str, following: str, places: Places) -> None:
    """From a hook to what comes next, and to where it may jump."""
    source = f"{middleware.name}.{hook}"
    jumps = middleware.hooks[hook].jumps
    if not jumps:
        draft.edge(source, following, EdgeKind.SEQUENCE, middleware.span)
        return
    draft.edge(source, following, EdgeKind.CONDITIONAL, middleware.span, decided_by=Decider.STATE)
    targets = {"end": places.done, "tools": "tools", "model": places.again}
    ways = _jump_conditions(_outcomes(reader, middleware, hook))
    for jump in jumps:
        target = targets.get(jump)
        if target is None or target == source:
            continue
        conditions = ways.get(jump)
        if conditions:
            draft.edge(source, target, EdgeKind.CONDITIONAL, middleware.span, conditions)
        else:
            draft.edge(source, target, EdgeKind.CONDITIONAL, middleware.span, decided_by=Decider.STATE)


def _jump_conditions(found: tuple[Outcome, ...]) -> dict[str, Conditions]:
    """Under which conditions a hook asks for a jump (``{"jump_to": "end"}``), by its target."""
    ways: dict[str, Conditions] = {}
    for outcome in found:
        for way in outcome.exits:
            for option, more in options(way.value):
                if isinstance(option, Mapping) and (jump := text(option.cells.get(Const("jump_to")))) is not None:
                    ways.setdefault(jump, way.conditions + more)
    return ways
