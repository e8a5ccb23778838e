"""Attributes: what ``base.name`` is."""

import ast

from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find as find
from agentlint.evaluate.inheritance import foreign as foreign
from agentlint.evaluate.inheritance import mro as mro
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import plain
from agentlint.evaluate.types import classes
from agentlint.evaluate.values import (
    ABSENT,
    Absent,
    Arguments,
    AttributeOf,
    Builtin,
    BuiltinMethod,
    Choice,
    Class,
    ClassBound,
    Const,
    External,
    Function,
    Instance,
    Mapping,
    Member,
    Method,
    Module,
    Parameter,
    Partial,
    Property,
    Sequence,
    Span,
    Static,
    Subscripted,
    Super,
    Traced,
    Tuple,
    Unknown,
    Value,
    unknown,
)


def attribute(machine: Machine, base: Value, name: str, span: Span) -> Value:
    """The value of ``base.name``; the alternatives of a choice that cannot have it are left out."""
    match base:
        case Choice(alternatives):
            found = [
                (attribute(machine, option, name, span), conditions)
                for option, conditions in alternatives
                if not isinstance(option, Absent | Const) or isinstance(getattr(option, "value", None), str)
            ]
            return join(found) if found else unknown(f"nothing here has `{name}`", span)
        case Instance():
            return _of_instance(machine, base, name, span)
        case Class():
            return _of_class(machine, base, name, span)
        case Module():
            return _of_module(machine, base, name, span)
        case External(qualified):
            lent = machine.lent.get(qualified, {}).get(name, ABSENT)
            return present(lent) if lent != ABSENT else External(f"{qualified}.{name}")
        case Traced():
            held = base.cells.get(name)
            return present(held) if held is not None else Member(base, name)
        case Member() | Builtin() | Property():
            return Member(base, name)
        case Function():
            return _of_function(base, name)
        case Method(function, this):
            return this if name == "__self__" else attribute(machine, function, name, span)
        case Partial(function, given):
            return _of_partial(function, given, name, span)
        case Super():
            return _of_super(machine, base, name, span)
        case Const() | Tuple() | Sequence() | Mapping():
            return BuiltinMethod(base, name)
        case Subscripted(inner, _):
            return attribute(machine, inner, name, span)
        case Unknown():
            return _of_unknown(machine, base, name, span)
        case _:
            return unknown(f"`{name}` is not known", span, AttributeOf(base, name))


def field_type(machine: Machine, cls: Class, name: str) -> Value | None:
    """The declared type of a field of a class, wherever in its bases it is declared."""
    for base in mro(cls):
        if isinstance(base, Class) and name in base.fields:
            return machine.annotation(base, base.fields[name])
    return None


def bound(machine: Machine, value: Value, this: Value, cls: Class, span: Span) -> Value:
    """What reading a class attribute through an instance (or, where ``this`` is the class, through the class) gives."""
    match value:
        case Choice(alternatives):
            return join((bound(machine, option, this, cls, span), conditions) for option, conditions in alternatives)
        case Function() if this is not cls:
            return Method(value, this)
        case ClassBound(function):
            return Method(function, cls)
        case Static(function):
            return function
        case Property(function, _) if this is not cls:
            return machine.call(Method(function, this), Arguments(), span)
        case Traced() if this is not cls and _decorated(value) is not None:
            return Method(value, this)
        case _:
            return value


def _decorated(value: Traced) -> Function | None:
    """The project function behind a decorator that is not project code."""
    for argument in value.created.arguments.positional[:1]:
        if isinstance(argument, Function) and argument.owner is not None:
            return argument
    return None


def _of_instance(machine: Machine, base: Instance, name: str, span: Span) -> Value:
    held = base.cells.get(name)
    if held is not None and not (isinstance(held, Choice) and ABSENT in dict(held.options)):
        return held
    own = present(held) if held is not None else None
    found = find(base.cls, name)
    if found is not None:
        inherited = bound(machine, found[0], base, base.cls, span)
        return inherited if own is None else join([(own, ()), (inherited, ())])
    if own is not None:
        return own
    match name:
        case "__class__":
            return base.cls
        case "__dict__":
            return Mapping({Const(key): value for key, value in base.cells.items() if isinstance(key, str)})
        case "name" | "value" if "__name__" in base.cells:
            return base.cells[f"__{name}__"]
    if (mixed := plain(base)) is not None:
        return BuiltinMethod(mixed, name)
    declared = field_type(machine, base.cls, name)
    if declared is not None:
        return unknown(f"`{name}` is set elsewhere", span, AttributeOf(base, name), declared)
    if (catch := find(base.cls, "__getattr__")) is not None:
        return machine.call(Method(catch[0], base), Arguments((Const(name),)), span)
    if foreign(base.cls):
        return Member(base, name)
    return unknown(f"`{base.cls.name}` never sets `{name}`", span, AttributeOf(base, name))


def _of_class(machine: Machine, base: Class, name: str, span: Span) -> Value:
    found = find(base, name)
    if found is not None:
        return bound(machine, found[0], base, base, span)
    match name:
        case "__name__":
            return Const(base.name)
        case "__qualname__":
            return Const(base.qualname)
        case "__members__":
            return Mapping({})
        case "__annotations__" | "model_fields" | "__fields__" | "__dataclass_fields__":
            names = [key for cls in mro(base) if isinstance(cls, Class) for key in cls.fields]
            return Mapping({Const(key): unknown("field", span) for key in names})
    if any(outside.rpartition(".")[2] in ("Enum", "StrEnum", "IntEnum") for outside in foreign(base)):
        return unknown(f"`{base.name}` has no member `{name}`", span)
    if foreign(base):
        return Member(base, name)
    return unknown(f"`{base.name}` has no `{name}`", span, AttributeOf(base, name))


def _of_module(machine: Machine, base: Module, name: str, span: Span) -> Value:
    held = base.cells.get(name)
    if held is not None:
        return present(held)
    submodule = machine.load(f"{base.name}.{name}", base) if base.is_package else None
    if submodule is not None:
        return submodule
    match name, base.cells.get("*"):
        case ("__name__", _):
            return Const(base.name)
        case (_, External(package)):
            return External(f"{package}.{name}")
    if (catch := base.cells.get("__getattr__")) is not None:
        return machine.call(catch, Arguments((Const(name),)), span)
    return unknown(f"module `{base.name}` has no `{name}`", span)


def _of_function(base: Function, name: str) -> Value:
    held = base.cells.get(name)
    if held is not None:
        return present(held)
    match name:
        case "__name__":
            return Const(base.name)
        case "__qualname__":
            return Const(base.qualname)
        case "__module__":
            return Const(base.module.name)
        case "__doc__" if not isinstance(base.node, ast.Lambda):
            return Const(ast.get_docstring(base.node))
        case "__wrapped__":
            return base
        case _:
            return Member(base, name)


def _of_partial(function: Value, given: Arguments, name: str, span: Span) -> Value:
    match name:
        case "func":
            return function
        case "args":
            return Tuple(given.positional)
        case "keywords":
            return Mapping({Const(key): value for key, value in given.keywords})
        case _:
            return unknown(f"`{name}` of a partial", span)


def _of_super(machine: Machine, base: Super, name: str, span: Span) -> Value:
    match base.this:
        case Instance(cls=cls) | (Class() as cls):
            found = find(cls, name, base.owner)
            if found is not None:
                return bound(machine, found[0], base.this, cls, span)
            return Member(base.this, name)
        case _:
            found = find(base.owner, name, base.owner)
            return Method(found[0], base.this) if found else Member(base.this, name)


def _of_unknown(machine: Machine, base: Unknown, name: str, span: Span) -> Value:
    if machine.log is not None and isinstance(base.origin, Parameter):
        machine.event(base, "__getattribute__", Arguments((Const(name),)), span)
    for cls in classes(base.annotation):
        found = find(cls, name)
        declared = field_type(machine, cls, name)
        if found is not None and declared is None:
            return bound(machine, found[0], base, cls, span)
        if declared is not None:
            return unknown(f"`{name}` is not known", span, AttributeOf(base, name), declared)
    return unknown(base.reason if base.origin is None else f"`{name}` is not known", span, AttributeOf(base, name))
