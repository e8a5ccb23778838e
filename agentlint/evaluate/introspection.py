"""Builtin functions that ask what a value is and has."""

from collections.abc import Callable

from agentlint.evaluate.attributes import attribute
from agentlint.evaluate.binding import assign_attribute
from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, foreign, mro
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.operators import contents, plain
from agentlint.evaluate.spelling import may_be, names_of
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    FALSE,
    NONE,
    TRUE,
    Arguments,
    Builtin,
    Class,
    Const,
    Function,
    Instance,
    Mapping,
    Method,
    Module,
    Partial,
    Sequence,
    Span,
    Super,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)


def _isinstance(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) != 2:
        return None
    value, wanted = given.positional
    kinds = contents(wanted).entries if isinstance(wanted, Tuple) else (wanted,)
    outcomes = set()
    for option, _ in options(value):
        verdicts = [is_a(option, kind) for kind in kinds]
        outcomes.add(True if True in verdicts else (None if None in verdicts else False))
    return Const(outcomes.pop()) if len(outcomes) == 1 and None not in outcomes else None


def is_a(value: Value, kind: Value) -> bool | None:
    """Whether a value is an instance of a type; None where that is not known."""
    match value, kind:
        case (Const(constant), Builtin(name)):
            return any(base.__name__ == name for base in type(constant).__mro__)
        case (Instance(cls=cls), Class()):
            return kind in mro(cls)
        case (Mapping(), Builtin(name)):
            return name == "dict"
        case (Sequence(kind=held), Builtin(name)):
            return held == name
        case (Tuple(), Builtin(name)):
            return name == "tuple"
        case (Const() | Mapping() | Tuple() | Sequence(), Class()):
            return False
        case (Function() | Method() | Class(), Builtin(name)):
            return False if name in ("str", "int", "dict", "list", "tuple") else None
        case (Instance(), Builtin(name)) if plain(value) is None:
            return False if name in ("str", "int", "dict", "list", "tuple", "bool", "float") else None
        case (Traced(callee=callee), _) if callee == kind:
            return True
        case (Traced(), Builtin(name)) if short(value.callee)[:1].isupper():
            return False if name in ("str", "int", "dict", "list", "tuple") else None
        case _:
            return None


def _getattr(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) < 2:
        return None
    base, name = given.positional[:2]
    if known := may_be(name, names_of(base), span):
        each = [(attribute(machine, base, one, span), (test,)) for one, test in known]
        return join([*each, *((value, ()) for value in given.positional[2:3])])
    found = []
    for option, conditions in options(name):
        if not isinstance(option, Const) or not isinstance(option.value, str):
            return None
        value = attribute(machine, base, option.value, span)
        if machine.log is not None and len(given.positional) > 2 and isinstance(base, Unknown):
            machine.event(base, "get", Arguments(given.positional[1:]), span)
        if isinstance(value, Unknown) and len(given.positional) > 2:
            missing = value.reason.startswith(("nothing here", "`")) and "never sets" in value.reason
            value = given.positional[2] if missing else join([(value, ()), (given.positional[2], ())])
        found.append((value, conditions))
    return join(found) if found else None


def _setattr(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (base, Const(str(name)), value):
            assign_attribute(machine, base, name, value, span)
    return NONE


def _hasattr(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance() as base, Const(str(name))):
            if name in base.cells or find(base.cls, name) is not None:
                return TRUE
            if not foreign(base.cls) and find(base.cls, "__getattr__") is None:
                return FALSE
    return None


def _callable(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Function() | Method() | Class() | Partial() | Builtin(),):
            return TRUE
        case (Const() | Mapping() | Sequence() | Tuple(),):
            return Const(False)
        case _:
            return None


def _type(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance(cls=cls),):
            return cls
        case (Traced(callee=callee),):
            return callee
        case (Const(value),):
            return Builtin(type(value).__name__)
        case (Mapping(),):
            return Builtin("dict")
        case (Sequence(kind=kind),):
            return Builtin(kind)
        case _:
            return None


def _super(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Class() as owner, this):
            return Super(owner, this)
        case _:
            return None


def _vars(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance() | Class() | Module() as base,):
            return Mapping({Const(name): value for name, value in base.cells.items() if isinstance(name, str)})
        case _:
            return None


def _is_subclass(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Class() as cls, Class() as base):
            return Const(base in mro(cls))
        case _:
            return None


MODELS: dict[str, Callable[[Machine, Arguments, Span], Value | None]] = {
    "isinstance": _isinstance,
    "issubclass": _is_subclass,
    "getattr": _getattr,
    "setattr": _setattr,
    "hasattr": _hasattr,
    "callable": _callable,
    "type": _type,
    "super": _super,
    "vars": _vars,
}
