"""Where a router or a node sends control: names, `Send`s and `Command`s among what a function may return."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from agentlint.evaluate import Machine, Outcome, outcomes
from agentlint.evaluate.operators import contents, plain, truth
from agentlint.evaluate.types import members, short
from agentlint.evaluate.values import (
    Arguments,
    Condition,
    Conditions,
    Const,
    External,
    Function,
    Items,
    Mapping,
    Parameter,
    Partial,
    Sequence,
    Span,
    Subscripted,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
    unknown,
)
from agentlint.frameworks.langgraph.asking_tools import asks_for_tools, seen_through
from agentlint.frameworks.langgraph.names import each, names
from agentlint.frameworks.langgraph.vocabulary import is_name


@dataclass(frozen=True, slots=True)
class Target:
    """One place that control may go to; ``name`` is None where it is not known, ``value`` says why.

    ``root`` is the state that the function is given which chooses it, ``payload`` what a dispatch gives in its place.
    ``beside`` are the targets that are taken at the same time, itself among them where it is dispatched repeatedly.
    """

    name: str | None
    conditions: Conditions
    span: Span
    value: Value
    dispatch: bool = False
    parent: bool = False
    root: Value | None = None
    payload: Value | None = None
    beside: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Routing:
    """All that a router or a node may choose. ``declared`` is what its annotation promises.

    ``nothing``: places where it ends without a value; ``ends``: those where it returns an empty list, which ends the
    branch. ``complete``: every way out was understood. ``outcomes`` are those of the project functions that decide;
    where there is none, nothing is known but what is declared.
    """

    targets: tuple[Target, ...]
    nothing: tuple[tuple[Span, Conditions], ...]
    declared: tuple[str, ...] | None
    exact: bool
    complete: bool
    outcomes: tuple[Outcome, ...]
    ends: tuple[tuple[Span, Conditions], ...] = ()

    @property
    def functions(self) -> tuple[Function, ...]:
        """The project functions that decide."""
        return tuple(outcome.function for outcome in self.outcomes)


def route(machine: Machine, path: Value, span: Span) -> Routing:
    """What a router on a conditional edge may return."""
    targets: list[Target] = []
    nothing: list[tuple[Span, Conditions]] = []
    ends: list[tuple[Span, Conditions]] = []
    complete = True
    all_found: list[Outcome] = []
    known = False
    for option, conditions in options(unwrapped(path)):
        if is_name(option, "tools_condition") or (
            isinstance(option, Partial) and is_name(option.function, "tools_condition")
        ):
            targets += _tools_condition(conditions, span)
            known = True
            continue
        found = outcomes(machine, option, Arguments(), span)
        all_found += found
        for outcome in found:
            known = True
            complete = complete and outcome.complete
            for exit in outcome.exits:
                before = conditions + exit.conditions
                for value, more in options(exit.value):
                    if value == Const(None):
                        nothing.append((exit.span, before + more))
                    if isinstance(value, Sequence | Tuple) and truth(value) is not True:
                        ends.append((exit.span, before + more))
                targets += [replace(one, root=outcome.given) for one in _targets(exit.value, before, exit.span)]
        complete = complete and bool(found)
    targets = [replace(one, conditions=seen) for one in targets if (seen := seen_through(one.conditions)) is not None]
    declared, exact = _declared(machine, [outcome.function for outcome in all_found], command=False)
    certain = complete and known
    return Routing(tuple(targets), tuple(nothing), declared, exact, certain, tuple(all_found), tuple(ends))


def _tools_condition(conditions: Conditions, span: Span) -> list[Target]:
    """`langgraph.prebuilt.tools_condition`: to the tools where the last message asks for them, else to the end."""
    test = asks_for_tools(span)
    return [
        Target(name, (*conditions, Condition(test, holds, span)), span, Const(name))
        for name, holds in (("tools", True), ("__end__", False))
    ]


def unwrapped(path: Value) -> Value:
    """The function inside a ``RunnableLambda(f)``."""
    match path:
        case Traced() if is_name(path.callee, "RunnableLambda", "RunnableCallable"):
            inner = path.created.arguments.get(0, "func", "afunc")
            return inner if inner is not None else path
        case _:
            return path


def destinations(value: Value, conditions: Conditions) -> list[tuple[str | None, Conditions]]:
    """The routes that a router or a node takes by giving ``value``, under ``conditions``; None for an unknown one.

    A value that is no name (`True`) is the label of one.
    """
    found: list[tuple[str | None, Conditions]] = []
    for option, more in each(value):
        before = conditions + more
        match option:
            case Traced() if is_name(option.callee, "Command"):
                found += [(target.name, target.conditions) for target in command(option, before)]
            case Traced() if is_name(option.callee, "Send"):
                found += [(target.name, target.conditions) for target in _send(option, before)]
            case Const(None) | Mapping():
                continue
            case _:
                known = plain(option)
                label = str(known.value) if known is not None else None
                found += [(name or label, before + extra) for name, extra, _ in names(option)]
    return found


def _targets(value: Value, conditions: Conditions, span: Span) -> list[Target]:
    """The destinations among what a router returned: names, sends, lists of them."""

    def of(member: Value, before: Conditions) -> list[Target]:
        match member:
            case Traced() if is_name(member.callee, "Send"):
                return _send(member, before)
            case Const(None):
                return []
            case _:
                return [Target(name, before + extra, span, held) for name, extra, held in names(member)]

    return _at_once(value, conditions, of)


Read = Callable[[Value, Conditions], list[Target]]


def _at_once(value: Value, conditions: Conditions, read: Read) -> list[Target]:
    """The destinations of a value, each with those that are taken at the same time: what stands in one list."""
    found: list[Target] = []
    for option, more in options(value):
        items = contents(option) if isinstance(option, Tuple | Sequence) else Items((option,))
        places = [_members(entry, conditions + more, read) for entry in items.entries]
        more_of_it = _members(items.rest, conditions + more, read) if items.rest is not None else []
        for one in more_of_it:
            places += [[one], [replace(one)]] if _repeats(one, more_of_it) else [[one]]
        alone = [replace(one, beside=_others(one, places)) for place in places for one in place]
        found += dict.fromkeys(alone)
    return found


def _repeats(one: Target, among: list[Target]) -> bool:
    """Whether a dispatch in a loop goes to one node with different things, not to different nodes."""
    whole = isinstance(one.payload, Unknown) and isinstance(one.payload.origin, Parameter)
    return one.dispatch and not whole and sum(other.span == one.span for other in among) == 1


def _members(entry: Value, conditions: Conditions, read: Read) -> list[Target]:
    return [target for member, more in each(entry) for target in read(member, conditions + more)]


def _others(one: Target, places: list[list[Target]]) -> tuple[str, ...]:
    """The targets in the other places of a list that may be taken on the same path."""
    here = {(condition.test, condition.holds) for condition in one.conditions}
    return tuple(
        dict.fromkeys(
            other.name
            for place in places
            if not any(other is one for other in place)
            for other in place
            if other.name is not None and not any((test.test, not test.holds) in here for test in other.conditions)
        )
    )


def _send(sent: Traced, conditions: Conditions) -> list[Target]:
    node, payload = sent.created.arguments.get(0, "node"), sent.created.arguments.get(1, "arg")
    span = sent.created.span
    if node is None:
        return [Target(None, conditions, span, unknown("the target of a Send is not known", span), dispatch=True)]
    return [
        Target(name, conditions + extra, span, held, dispatch=True, payload=payload)
        for name, extra, held in names(node)
    ]


def commands(machine: Machine, found: tuple[Outcome, ...]) -> Routing:
    """The destinations of the commands that a node returns or yields."""
    targets: list[Target] = []
    nothing: list[tuple[Span, Conditions]] = []
    for outcome in found:
        returned = [(exit.value, exit.conditions, exit.span) for exit in outcome.exits]
        returned += [(value, (), outcome.function.span) for value in outcome.yields]
        for value, conditions, span in returned:
            if value == Const(None):
                nothing.append((span, conditions))
            for option, more in each(value):
                match option:
                    case Traced() if is_name(option.callee, "Command"):
                        targets += [replace(one, root=outcome.given) for one in command(option, conditions + more)]
                    case Traced() if is_name(option.callee, "Send"):
                        targets += _send(option, conditions + more)
    functions = [outcome.function for outcome in found]
    declared, exact = _declared(machine, functions, command=True)
    complete = bool(found) and all(outcome.complete for outcome in found)
    return Routing(tuple(targets), tuple(nothing), declared, exact, complete, found)


def command(made: Traced, conditions: Conditions) -> list[Target]:
    """The destinations of one command; ``graph=Command.PARENT`` makes them nodes of the graph around this one."""
    given = made.created.arguments
    goto = given.get(3, "goto")
    if goto is None:
        if given.rest is not None:
            span = made.created.span
            return [Target(None, conditions, span, unknown("the arguments of a Command are not known", span))]
        return []
    parent = any(
        option == Const("__parent__") or (isinstance(option, External) and option.name.endswith("Command.PARENT"))
        for option, _ in options(given.get(0, "graph") or Const(None))
    )
    span = made.created.span

    def read(member: Value, before: Conditions) -> list[Target]:
        match member:
            case Traced() if is_name(member.callee, "Send"):
                return [replace(sent, parent=parent) for sent in _send(member, before)]
            case Tuple(()) | Sequence() if not each(member):
                return []
            case _:
                return [Target(name, before + extra, span, held, False, parent) for name, extra, held in names(member)]

    return _at_once(goto, conditions, read)


def _declared(machine: Machine, functions: list[Function], command: bool) -> tuple[tuple[str, ...] | None, bool]:
    """The names that return annotations promise, and whether LangGraph itself reads them from there."""
    found: list[str] = []
    exact = True
    for function in functions:
        returns = getattr(function.node, "returns", None)
        if returns is None:
            continue
        declared = machine.annotation(function, returns)
        values = _of_command(declared) if command else _of_router(declared)
        if values is None:
            continue
        exact = exact and (command or (isinstance(declared, Subscripted) and short(declared) == "Literal"))
        found += [str(constant.value) if constant else "" for constant in values]
    return (tuple(dict.fromkeys(found)), exact) if found else (None, False)


def _of_command(declared: Value) -> list[Const] | None:
    for part in members(declared):
        match part:
            case Subscripted(base, (inner, *_)) if is_name(base, "Command"):
                return _named(inner)
            case Subscripted(base, (inner, *_)) if short(base) in ("list", "List", "tuple", "Sequence"):
                return _of_command(inner)
    return None


def _of_router(declared: Value) -> list[Const] | None:
    found: list[Const] = []
    for part in members(declared):
        match part:
            case Subscripted(base, (inner, *_)) if short(base) in ("list", "List", "Sequence", "tuple"):
                found += _of_router(inner) or []
            case _:
                found += _named(part) or []
    return found or None


def _named(declared: Value) -> list[Const] | None:
    """The names in a ``Literal``, with ``END`` resolved."""
    match declared:
        case Subscripted(base, arguments) if short(base) == "Literal":
            found: list[Const] = []
            for argument in arguments:
                if isinstance(argument, Subscripted):
                    found += _named(argument) or []
                else:
                    found += [Const(name) for option, _ in each(argument) for name, _, _ in names(option) if name]
            return found or None
        case _:
            found_parts = [
                constant for part in members(declared) if part is not declared for constant in _named(part) or []
            ]
            return found_parts or None
