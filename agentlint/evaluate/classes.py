"""Classes: building them, enumerations, and making instances."""

import ast

from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, foreign, mro
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.operators import plain
from agentlint.evaluate.subscripts import is_typed_dict
from agentlint.evaluate.values import (
    Arguments,
    Builtin,
    Class,
    ClassBound,
    Comparison,
    Condition,
    Const,
    External,
    Function,
    Instance,
    ItemOf,
    Mapping,
    Method,
    Property,
    Span,
    Static,
    Traced,
    Tuple,
    Value,
    source_of,
    unknown,
)

ENUMS = frozenset({"Enum", "StrEnum", "IntEnum", "Flag", "IntFlag"})


def build_class(machine: Machine, frame: Frame, node: ast.ClassDef) -> Value:
    """``class``: run the body; an enumeration's names become its members."""
    bases: list[Value] = []
    for base in node.bases:
        value = machine.evaluate(frame, base)
        bases.append(External("builtins." + value.name) if isinstance(value, Builtin) else value)
    keywords = {part.arg: machine.evaluate(frame, part.value) for part in node.keywords if part.arg}
    decorators = tuple(machine.evaluate(frame, part) for part in node.decorator_list)
    outer = frame.owner.qualname if frame.owner and frame.function is None else ""
    outer = frame.function.qualname if frame.function else outer
    qualname = f"{outer}.{node.name}" if outer else node.name
    scopes = frame.scopes[1:] if frame.owner is not None and frame.function is None else frame.scopes
    cls = Class(node, frame.module, scopes, node.name, qualname, tuple(bases), {}, keywords, decorators)
    body = Frame(frame.module, (cls.cells, *scopes), None, cls)
    body.level = frame.level
    machine.execute(body, node.body)
    if any(name.rpartition(".")[2] in ENUMS for name in foreign(cls)):
        _enumerate(machine, cls, frame.span(node))
    if (hook := find(cls, "__init_subclass__", after=cls)) is not None:
        machine.call(Method(_bare(hook[0]), cls), Arguments(keywords=tuple(keywords.items())), frame.span(node))
    value = cls
    for decorator in reversed(decorators):
        if isinstance(decorator, Function):
            made = machine.call(decorator, Arguments((value,)), frame.span(node))
            value = made if isinstance(made, Class) else value
    return value


def _bare(value: Value) -> Value:
    """``__init_subclass__`` takes the class, whether or not it is said."""
    return value.function if isinstance(value, ClassBound) else value


def _enumerate(machine: Machine, cls: Class, span: Span) -> None:
    outside = [name.rpartition(".")[2] for name in foreign(cls)]
    mixed = "StrEnum" in outside or "IntEnum" in outside or any(name in ("str", "int") for name in outside)
    members = Mapping({})
    for position, (name, value) in enumerate(list(cls.cells.items())):
        if not isinstance(name, str) or name.startswith("_"):
            continue
        if isinstance(value, Function | Property | Static | ClassBound | Class):
            continue
        match value:
            case Traced(callee=External("enum.auto")):
                value = Const(name.lower()) if "StrEnum" in outside else Const(len(members.cells) + 1)
        if (first := _with_value(members, value)) is not None:
            cls.cells[name] = first
            members.cells[Const(name)] = first
            continue
        member = Instance(cls, machine.event(cls, "__call__", Arguments((value,)), span), {}, [])
        member.cells["__name__"] = Const(name)
        member.cells["__value__"] = value
        member.cells["__position__"] = Const(position)
        if mixed and isinstance(value, Const):
            member.cells["__plain__"] = value
        if (init := find(cls, "__init__")) is not None:
            given = value.items if isinstance(value, Tuple) else (value,)
            machine.call(Method(init[0], member), Arguments(given), span)
        cls.cells[name] = member
        members.cells[Const(name)] = member
    cls.cells["__members__"] = members


def _with_value(members: Mapping, value: Value) -> Instance | None:
    """The member that has the value already: a second name for it is an alias."""
    for _, member in members.known():
        if isinstance(member, Instance) and member.cells.get("__value__") == value:
            return member
    return None


def instantiate(machine: Machine, cls: Class, given: Arguments, span: Span) -> Value:
    """Calling a class: an instance whose ``__init__`` (or generated one) has run."""
    if is_typed_dict(cls):
        return Mapping({Const(name): value for name, value in given.keywords})
    if "__members__" in cls.cells:
        return _member(cls, given, span)
    instance = Instance(cls, machine.event(cls, "__call__", given, span), {}, [])
    machine.instances.append(instance)
    init = find(cls, "__init__")
    if init is not None:
        machine.call(Method(init[0], instance), given, span)
        return instance
    names = [name for base in reversed(list(mro(cls))) if isinstance(base, Class) for name in base.fields]
    fields = list(dict.fromkeys(names))
    outside = foreign(cls)
    for name, value in [*zip(fields, given.positional, strict=False), *given.keywords]:
        instance.cells[name] = value
    for name in fields:
        if name not in instance.cells:
            default = find(cls, name)
            made = _default(machine, default[0], span) if default is not None else None
            found = [value for value in (made, _spread(given, name, span)) if value is not None]
            if found:
                instance.cells[name] = join((value, ()) for value in found)
    for hook in ("__post_init__", "model_post_init"):
        if (after := find(cls, hook)) is not None:
            rest = (unknown("context", span),) if hook == "model_post_init" and outside else ()
            machine.call(Method(after[0], instance), Arguments(rest), span)
    return instance


def _spread(given: Arguments, name: str, span: Span) -> Value | None:
    """What a field may be given by a dict that is spread and not known."""
    source = source_of(given.rest)
    return unknown("item not known", span, ItemOf(source, Const(name))) if source is not None else None


def _default(machine: Machine, value: Value, span: Span) -> Value | None:
    """The default of a field: the value, or what ``field(default_factory=…)`` makes."""
    match value:
        case Traced(callee=External(name)) if name.rpartition(".")[2] in ("field", "Field", "PrivateAttr", "ib"):
            given = value.created.arguments
            factory = given.get(None, "default_factory", "factory")
            if factory is not None:
                return machine.call(factory, Arguments(), span)
            default = given.get(0 if name.startswith("pydantic") else None, "default")
            return None if default is None or default == Const(...) else default
        case _:
            return value


def _member(cls: Class, given: Arguments, span: Span) -> Value:
    wanted = given.get(0, "value")
    members = cls.cells["__members__"]
    assert isinstance(members, Mapping)
    if wanted is None:
        return unknown(f"a member of `{cls.name}`", span, annotation=cls)
    found = _with_value(members, plain(wanted) or wanted)
    if found is not None:
        return found
    return join(
        (member, (Condition(unknown("looked up at run time", span, Comparison(wanted, "==", value)), True, span),))
        for _, member in members.known()
        if isinstance(member, Instance) and (value := member.cells["__value__"]) is not None
    )
