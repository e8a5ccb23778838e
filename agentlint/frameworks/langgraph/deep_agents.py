"""`create_deep_agent`: a `create_agent` with a stack of middleware of its own, and sub-agents that it may start.

Read from deepagents 0.7.32, `graph.py`. Which hooks the stack overrides changes from release to release; the loop of
model and tools does not. Profiles that a model may bring are left out.
"""

from agentlint.evaluate.values import Const, Mapping, Traced, Value
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.agent_loop import Agent, wire_agent
from agentlint.frameworks.langgraph.middleware import Middleware, ready_made, stack
from agentlint.frameworks.langgraph.middleware_effects import HUMAN, asks
from agentlint.frameworks.langgraph.names import each, text
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import Limits, argument, default_bound, settle
from agentlint.frameworks.langgraph.sub_agents import Inherited, Spec, add_sub_agent, read_delegates, specs
from agentlint.frameworks.langgraph.toolset import toolset

Slot = tuple[str, str]
"""A place in the stack: the package and the name of the middleware that stands there by default."""

LIMITS: Limits = (((0, 5, 0), 9_999), ((0, 1, 0), 1_000))
"""The `recursion_limit` that the factory sets, by deepagents version."""

FILES = ("deepagents", "FilesystemMiddleware")
TASKS = ("deepagents", "SubAgentMiddleware")
NOTIFIER = ("deepagents", "_ParentNotifierMiddleware")
SUMMARY = ("deepagents", "SummarizationMiddleware")
PATCH = ("deepagents", "PatchToolCallsMiddleware")
REMOTE_TASKS = ("deepagents", "AsyncSubAgentMiddleware")
SKILLS = ("deepagents", "SkillsMiddleware")
CACHE = ("langchain_anthropic", "AnthropicPromptCachingMiddleware")
MEMORY = ("deepagents", "MemoryMiddleware")
APPROVAL = ("langchain", HUMAN)
CONTENT = ("deepagents", "UnsupportedContentMiddleware")

GENERAL_PURPOSE = "general-purpose"
"""The sub-agent that is added unless one of that name is given."""


def read_deep_agent(reader: Reader, draft: Draft, made: Traced) -> None:
    """`create_deep_agent(model, tools, …)`, and the graphs of its sub-agents."""
    given = made.created.arguments
    settle(reader, draft, made)
    default_bound(reader, draft, "deepagents", LIMITS)
    tools = given.get(1, "tools") or given.rest
    interrupt_on = argument(draft, given, "interrupt_on")
    custom = stack(reader, draft, argument(draft, given, "middleware"))
    delegates = specs(draft, argument(draft, given, "subagents"))
    skilled = argument(draft, given, "skills") is not None or _named(custom, SKILLS)
    approved = interrupt_on is not None or _pauses(given.get(None, "permissions"))

    core = [FILES, TASKS, NOTIFIER, SUMMARY, PATCH, *_if(any(spec.is_remote for spec in delegates), REMOTE_TASKS)]
    tail = [*_if(skilled, SKILLS), CACHE, *_if(argument(draft, given, "memory") is not None, MEMORY)]
    tail += [*_if(approved, APPROVAL), CONTENT]
    middleware = _merged(draft, core, tail, custom)
    agent = Agent(
        given.get(0, "model"), toolset(tools), tuple(middleware),
        given.get(None, "system_prompt"), argument(draft, given, "response_format"),
    )  # fmt: skip
    wire_agent(reader, draft, agent)
    for one in middleware:
        if one.name == HUMAN and one.made is None:
            asks(draft, one, interrupt_on if interrupt_on is not None else given.get(None, "permissions"))
        read_delegates(reader, draft, one)
    inherited = Inherited(given.get(0, "model"), tools, interrupt_on)
    _sub_agents(reader, draft, delegates, custom, skilled, inherited)


def _sub_agents(
    reader: Reader, draft: Draft, delegates: list[Spec], custom: list[Middleware], skilled: bool, inherited: Inherited
) -> None:
    """Sub-agents get a stack of their own; the general-purpose one only replacements for what stands in that stack."""
    core = [FILES, SUMMARY, PATCH]
    inline = [spec for spec in delegates if not spec.is_remote]
    if not any(spec.name == GENERAL_PURPOSE for spec in inline):
        tail = [*_if(skilled, SKILLS), CACHE]
        slots = {name for _, name in (*core, *tail)}
        replacing = [one for one in custom if one.name in slots]
        spec = Spec(Mapping({Const("name"): Const(GENERAL_PURPOSE)}))
        add_sub_agent(reader, draft, spec, _merged(draft, core, tail, replacing), inherited)
    for spec in inline:
        own = stack(reader, draft, spec.get("middleware"))
        tail = [*_if(spec.get("skills") is not None or _named(own, SKILLS), SKILLS), CACHE]
        add_sub_agent(reader, draft, spec, _merged(draft, core, tail, own), inherited)


def _merged(draft: Draft, core: list[Slot], tail: list[Slot], custom: list[Middleware]) -> list[Middleware]:
    """The stack with middleware of the user's: in the place of what has its name, else between core and tail."""
    own = {one.name: one for one in custom}
    slots = {name for _, name in (*core, *tail)}
    before, after = (
        [own[name] if name in own else ready_made(package, name, draft.span) for package, name in part]
        for part in (core, tail)
    )
    return [*before, *(one for one in custom if one.name not in slots), *after]


def _if(wanted: bool, slot: Slot) -> list[Slot]:
    return [slot] if wanted else []


def _named(middleware: list[Middleware], slot: Slot) -> bool:
    return any(one.name == slot[1] for one in middleware)


def _pauses(permissions: Value | None) -> bool:
    """Whether a file permission asks a human (``mode="interrupt"``)."""
    for option, _ in each(permissions) if permissions is not None else ():
        match option:
            case Traced() if text(option.created.arguments.get(None, "mode")) == "interrupt":
                return True
    return False
