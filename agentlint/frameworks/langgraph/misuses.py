"""Settings that LangGraph rejects, or takes no notice of where they stand (langgraph 1.2.22, langchain 1.4.7)."""

from agentlint.evaluate.values import Absent, Const, Event, External, Mapping, Value, options
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.names import each, names
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.vocabulary import RUNS
from agentlint.graph.uses import Misuse

NOT_COMPILED = frozenset({"recursion_limit", "max_iterations", "max_steps", "config", "thread_id"})
"""What is taken for a setting of ``compile`` and belongs to a run."""
AGENT = {"prompt": "`system_prompt`", "instructions": "`system_prompt`", "state_modifier": "`system_prompt`",
         "pre_model_hook": "a middleware", "post_model_hook": "a middleware"}  # fmt: skip
REACT = {"system_prompt": "`prompt`", "instructions": "`prompt`", "middleware": "`langchain.agents.create_agent`"}
ELSEWHERE = {
    "langchain.agents.create_agent": AGENT,
    "langchain.agents.factory.create_agent": AGENT,
    "langgraph.prebuilt.create_react_agent": REACT,
    "langgraph.prebuilt.chat_agent_executor.create_react_agent": REACT,
}
"""By factory: arguments that it raises a TypeError for, and what takes their place."""


def read_misuses(reader: Reader) -> None:
    """Tell the graphs which settings around them are misplaced."""
    for made in reader.machine.traced:
        draft = reader.graph(made)
        if draft is None:
            continue
        event = made.created
        if event.method == "compile":
            _compile(draft, event)
        elif event.method == "with_config":
            _config(draft, event, 0)
        elif isinstance(made.callee, External):
            _factory(draft, event, ELSEWHERE.get(made.callee.name, {}))
        for run in made.events:
            if run.method in RUNS:
                _config(draft, run, 1)
                _run(draft, run)


def _compile(draft: Draft, event: Event) -> None:
    for name, _ in event.arguments.keywords:
        if name in NOT_COMPILED:
            why = "it takes no such argument and raises a TypeError"
            _tell(draft, event, f"`{name}` given to `compile`", why, f"give `{name}` to the run, in its config")
    for how in ("interrupt_before", "interrupt_after"):
        given = event.arguments.get(None, how)
        if isinstance(given, Const) and isinstance(given.value, str) and given.value != "*":
            _tell(draft, event, f"`{how}` given a text", "`compile` takes a list and raises a TypeError", "give a list")
            continue
        found = [name for member, _ in each(given) for name, _, _ in names(member)] if given is not None else []
        for node in found:
            if node not in (None, "*", *draft.nodes) and not draft.open_nodes:
                why = "the graph has no such node, and `compile` raises a ValueError"
                nodes = ", ".join(f"`{one}`" for one in draft.nodes)
                _tell(draft, event, f"`{how}` names `{node}`", why, f"the nodes are {nodes}")
    saver = event.arguments.get(0, "checkpointer")
    if isinstance(saver, External) and saver.name.endswith("Saver"):
        why = "`compile` takes an object and raises a TypeError"
        name = saver.name.rpartition(".")[2]
        _tell(draft, event, f"the class `{name}` given as the checkpointer", why, f"give it `{name}()`")


def _config(draft: Draft, event: Event, position: int) -> None:
    config = event.arguments.get(position, "config")
    for option, _ in options(config) if config is not None else ():
        if not isinstance(option, Mapping):
            continue
        limit, inner = option.cells.get(Const("recursion_limit")), option.cells.get(Const("configurable"))
        if isinstance(inner, Mapping) and limit is None and Const("recursion_limit") in inner.cells:
            why = "it is not read there, so the default limit holds"
            _tell(draft, event, "`recursion_limit` inside `configurable`", why, "put it beside `configurable`")
        _limit(draft, event, limit)


def _run(draft: Draft, event: Event) -> None:
    if event.arguments.get(None, "recursion_limit") is not None:
        why = "it is no argument of a run, so the default limit holds"
        remedy = 'put it into the config: `{"recursion_limit": …}`'
        _tell(draft, event, f"`recursion_limit` given to `{event.method}`", why, remedy)


def _limit(draft: Draft, event: Event, limit: Value | None) -> None:
    match limit:
        case Const(str(text)):
            why = "a text cannot be compared to the number of steps, and the run ends with a TypeError"
            _tell(draft, event, f'`recursion_limit` set to "{text}"', why, "give a number")
        case Const(int(number)) if number < 1:
            _tell(
                draft, event, f"`recursion_limit` set to {number}", "the run ends with a ValueError", "give at least 1"
            )


def _factory(draft: Draft, event: Event, elsewhere: dict[str, str]) -> None:
    for name, value in event.arguments.keywords:
        if name in elsewhere and not isinstance(value, Absent):
            why = "it takes no such argument and raises a TypeError"
            _tell(draft, event, f"`{name}` given to `{draft.builder}`", why, f"use {elsewhere[name]}")


def _tell(draft: Draft, event: Event, what: str, why: str, remedy: str) -> None:
    misuse = Misuse(what, why, event.span.location, None, remedy)
    if misuse not in draft.misuses:
        draft.misuses.append(misuse)
