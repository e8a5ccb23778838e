"""What an executor does with the messages that it is given: what it sends, gives out, and asks a human.

Read from agent-framework-core 1.23.0, `_workflows/_executor.py`, `_function_executor.py`, `_workflow_context.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from agentlint.evaluate import Machine, Outcome, outcomes
from agentlint.evaluate.changing import changing
from agentlint.evaluate.inheritance import mro
from agentlint.evaluate.machine import Raised
from agentlint.evaluate.types import members, short
from agentlint.evaluate.values import (
    Arguments,
    AttributeOf,
    Class,
    Conditions,
    Event,
    External,
    Function,
    Instance,
    Method,
    Parameter,
    Subscripted,
    Traced,
    Unknown,
    Value,
    options,
    unknown,
)
from agentlint.frameworks.agent_framework.construction import construction, decorator

ASKS = frozenset({"request_info"})
CONTEXT = "WorkflowContext"


@dataclass(frozen=True, slots=True)
class Handler:
    """A function that takes messages: ``takes`` are their types, ``sends`` and ``gives`` what its context declares.

    ``answers``: it takes what a human answered. ``sends`` is None where nothing is declared.
    """

    name: str
    takes: tuple[Value, ...]
    sends: tuple[Value, ...] | None
    outcome: Outcome
    answers: bool = False

    def told(self, *methods: str) -> tuple[Event, ...]:
        """The calls of methods of the context, in program order."""
        found = (event for event in self.outcome.events if event.method in methods and _is_context(event.target))
        return tuple(found)

    @property
    def breaks(self) -> tuple[Conditions, ...]:
        """The path conditions under which it raises."""
        return tuple(one.conditions for one in self.outcome.happenings if isinstance(one, Raised))


@dataclass(frozen=True, slots=True)
class Activity:
    """The handlers of an executor. ``complete``: all that they do is known."""

    handlers: tuple[Handler, ...]

    @property
    def outcomes(self) -> tuple[Outcome, ...]:
        """What each handler does."""
        return tuple(handler.outcome for handler in self.handlers)

    @property
    def complete(self) -> bool:
        """Whether nothing was left out, and no handler hands its context to code that is not known."""
        return all(handler.outcome.complete and not _hands_on(handler.outcome) for handler in self.handlers)

    @property
    def takes(self) -> tuple[Value, ...] | None:
        """The types of the messages that it takes from others; None where one is not declared."""
        found = [kind for handler in self.handlers if not handler.answers for kind in handler.takes]
        undeclared = any(not handler.takes for handler in self.handlers if not handler.answers)
        return tuple(found) if found and not undeclared else None

    @property
    def sends(self) -> tuple[Value, ...] | None:
        """The types of the messages that it declares to send; None where some are not declared."""
        declared = [handler.sends for handler in self.handlers]
        if not declared or any(kinds is None for kinds in declared):
            return None
        return tuple(kind for kinds in declared for kind in kinds or ())


def _is_context(value: Value) -> bool:
    match value:
        case Unknown(origin=Parameter(), annotation=declared):
            return declared is None or any(short(part) == CONTEXT for part in members(declared)) or _unclear(declared)
        case _:
            return False


def _unclear(declared: Value) -> bool:
    return isinstance(declared, Unknown)


def _hands_on(outcome: Outcome) -> bool:
    """Whether the context is given to code that was not followed."""
    return any(
        _is_context(value) and isinstance(value, Unknown) and value.annotation is not None
        for event in outcome.events
        for value in (*event.arguments.positional, *(held for _, held in event.arguments.keywords))
        if not (event.method == "__init__" or isinstance(event.target, Class))
    )


def activity(machine: Machine, value: Value) -> Activity | None:
    """What an executor of the project does; None for one of the framework, and for an agent."""
    if (held := decorator(value, "executor")) is not None:
        return _function(machine, held[0])
    made = construction(value)
    match value:
        case Traced() if made is not None and made.kind == "FunctionExecutor":
            function = made.given.get(0, "func")
            return _function(machine, function) if function is not None else None
        case Instance():
            return _class(machine, value)
        case _:
            return None


def _function(machine: Machine, function: Value) -> Activity | None:
    match function:
        case Function():
            found = outcomes(machine, function, Arguments(), function.span)
            kinds = _parameters(machine, function, 0)
            return Activity(tuple(Handler(function.name, *kinds, outcome) for outcome in found))
        case _:
            return None


def _class(machine: Machine, value: Instance) -> Activity | None:
    found = list(_handlers(value.cls))
    if not found:
        return None
    steady = _steady(value)
    handlers: list[Handler] = []
    for function, given, answers in found:
        takes, sends = _parameters(machine, function, 1)
        declared = given.get(None, "input")
        takes = (declared,) if declared is not None else takes
        handlers += [
            Handler(function.name, takes, sends, outcome, answers)
            for outcome in outcomes(machine, Method(function, steady), Arguments(), function.span)
        ]
    return Activity(tuple(handlers))


def _handlers(cls: Class) -> Iterable[tuple[Function, Arguments, bool]]:
    """The methods that take messages, those of the class before those of its bases."""
    seen: set[str] = set()
    for base in mro(cls):
        for name, value in base.cells.items() if isinstance(base, Class) else ():
            if not isinstance(name, str) or name in seen:
                continue
            for kind in ("handler", "response_handler"):
                held = decorator(value, kind)
                if held is not None and isinstance(held[0], Function):
                    seen.add(name)
                    yield held[0], held[1], kind == "response_handler"


def _steady(value: Instance) -> Instance:
    """The object as any message may find it: what its methods change is not known any more."""
    changed = changing(value.cls) & value.cells.keys()
    if not changed:
        return value
    this = unknown("an executor between two messages", value.created.span, Parameter("self"))
    cells = dict(value.cells)
    for name in sorted(changed, key=str):
        origin = AttributeOf(this, str(name))
        cells[name] = unknown(f"`{name}` changes with every message", value.created.span, origin)
    return Instance(value.cls, value.created, cells, value.events)


def _parameters(machine: Machine, function: Function, first: int) -> tuple[tuple[Value, ...], tuple[Value, ...] | None]:
    """The types of the messages that a function takes, and of those that its context declares it sends."""
    named = [*function.node.args.posonlyargs, *function.node.args.args][first:]
    takes: tuple[Value, ...] = ()
    sends: tuple[Value, ...] | None = None
    for index, parameter in enumerate(named):
        if parameter.annotation is None:
            continue
        declared = machine.annotation(function, parameter.annotation)
        if index == 0:
            takes = tuple(members(declared))
        for part in members(declared):
            match part:
                case Subscripted(base, arguments) if short(base) == CONTEXT and arguments:
                    sends = tuple(members(arguments[0]))
                case External() if short(part) == CONTEXT:
                    sends = ()
    return takes, sends


def type_of(value: Value | None) -> Value | None:
    """The type of a message that is sent; None where it is not known."""
    match value:
        case Instance():
            return value.cls
        case Traced(callee=External(name)) if name.rpartition(".")[2][:1].isupper():
            return value.callee
        case Traced(callee=Class() as cls):
            return cls
        case Unknown(annotation=declared) if declared is not None:
            parts = list(members(declared))
            return parts[0] if len(parts) == 1 else None
        case _:
            return None


def accepts(takes: Iterable[Value] | None, sent: Value | None) -> bool | None:
    """Whether a node takes messages of a type; None where that is not known."""
    if takes is None or sent is None:
        return None
    verdicts = [_is(sent, kind) for kind in takes]
    return True if True in verdicts else None if None in verdicts else False


def _is(sent: Value, wanted: Value) -> bool | None:
    """Whether everything of one type is of another one."""
    if sent == wanted:
        return True
    if short(wanted) in ("Any", "object") or short(sent) in ("Any", "object"):
        return True
    match sent, wanted:
        case Class(), Class():
            return wanted in mro(sent)
        case Class(), Subscripted():
            return None
        case Class(), _ if _is_plain(wanted):
            return _is_mixed(sent, short(wanted))
        case _, Class() if _is_plain(sent):
            return False
        case _ if _is_plain(sent) and _is_plain(wanted):
            return short(sent) == short(wanted) or {short(sent), short(wanted)} <= {"int", "float", "bool"}
        case _:
            return None


PLAIN = frozenset({"str", "int", "float", "bool", "bytes"})


def _is_plain(value: Value) -> bool:
    return short(value) in PLAIN and not isinstance(value, Class)


def _is_mixed(cls: Class, name: str) -> bool:
    return any(short(base) == name for base in mro(cls)) or any(isinstance(base, External) for base in mro(cls))


def text_type(values: Iterable[Value]) -> str | None:
    """The types of messages as a reader knows them."""
    names = [short(value) for value in values if short(value) not in ("", "Never", "NoReturn", "None")]
    return " | ".join(dict.fromkeys(names)) or None


def said(event: Event) -> tuple[Value, ...]:
    """The alternatives of what is sent or given out."""
    value = event.arguments.get(0, "message", "output", "request_data")
    return tuple(option for option, _ in options(value)) if value is not None else ()
