"""Calls: project code is run in place, foreign code is traced."""

import ast

from agentlint.evaluate import standard
from agentlint.evaluate.builtins import call_builtin
from agentlint.evaluate.classes import instantiate
from agentlint.evaluate.collections import elements
from agentlint.evaluate.functions import run
from agentlint.evaluate.heap import Delta, join
from agentlint.evaluate.inheritance import find, foreign
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.methods import call_method
from agentlint.evaluate.names import bind
from agentlint.evaluate.operators import truth
from agentlint.evaluate.subscripts import is_typed_dict, item_type
from agentlint.evaluate.types import element_type, members, short, value_type
from agentlint.evaluate.values import (
    ANY_KEY,
    NONE,
    REST,
    Absent,
    Arguments,
    AttributeOf,
    Builtin,
    BuiltinMethod,
    Choice,
    Class,
    ClassBound,
    Combination,
    Conditions,
    Const,
    ElementOf,
    External,
    Function,
    FunctionNode,
    Instance,
    ItemOf,
    Items,
    Mapping,
    Member,
    Method,
    Partial,
    Property,
    ResultOf,
    Sequence,
    Span,
    Static,
    Subscripted,
    Super,
    Traced,
    Unknown,
    Value,
    all_of,
    unknown,
)

MAX_ARGUMENTS = 4_096


def call(machine: Machine, callee: Value, given: Arguments, span: Span) -> Value:
    """What calling a value gives; alternatives that cannot be called are left out."""
    match callee:
        case Choice(alternatives):
            return _any_of(
                machine, [pair for pair in alternatives if not isinstance(pair[0], Absent | Const)], given, span
            )
        case Function():
            return run(machine, callee, given, span)
        case Method(function, this):
            return call(machine, function, Arguments((this, *given.positional), given.keywords, given.rest), span)
        case Partial(function, first):
            merged = {**dict(first.keywords), **dict(given.keywords)}
            rest = given.rest or first.rest
            return call(
                machine, function, Arguments((*first.positional, *given.positional), tuple(merged.items()), rest), span
            )
        case Class():
            return instantiate(machine, callee, given, span)
        case Builtin(name):
            return call_builtin(machine, name, given, span)
        case BuiltinMethod(this, name):
            return call_method(machine, this, name, given, span)
        case External(name):
            made = standard.call(machine, name, given, span)
            return made if made is not None else machine.trace(callee, given, span)
        case Member(base, name):
            return _member(machine, base, name, callee, given, span)
        case Static(function) | ClassBound(function) | Property(function, _):
            return call(machine, function, given, span)
        case Subscripted(base, _):
            return call(machine, base, given, span)
        case Instance():
            method = find(callee.cls, "__call__")
            if method is not None:
                return call(machine, Method(method[0], callee), given, span)
            machine.event(callee, "()", given, span)
            return unknown("called at run time", span, ResultOf(callee, given.values))
        case Traced():
            return _traced(machine, callee, given, span)
        case Unknown():
            return _unknown(machine, callee, given, span)
        case _:
            return unknown("not callable", span)


def _any_of(machine: Machine, alternatives: list[tuple[Value, Conditions]], given: Arguments, span: Span) -> Value:
    found: list[tuple[Value, Conditions]] = []
    left: list[tuple[Delta, Conditions]] = []
    before = machine.conditions
    for option, conditions in alternatives[:8]:
        machine.conditions = (*before, *conditions)
        machine.heap.push()
        try:
            found.append((call(machine, option, given, span), conditions))
        finally:
            machine.conditions = before
            left.append((machine.heap.pop(), conditions))
    if left:
        machine.heap.merge(left)
    return join(found) if found else unknown("nothing here can be called", span)


def _member(machine: Machine, base: Value, name: str, callee: Member, given: Arguments, span: Span) -> Value:
    """A method of something foreign: it happens to the object, and gives something foreign again."""
    match base:
        case Traced():
            made = standard.method(machine, base, name, given, span) or mapped(machine, base, name, given, span)
            return made if made is not None else _logged(machine, base, name, callee, given, span)
        case Instance():
            return _logged(machine, base, name, callee, given, span)
        case Class() if is_typed_dict(base) or name == "__init__":
            return NONE
        case Builtin("object") if name == "__setattr__" and len(given.positional) == 3:
            return call(machine, Builtin("setattr"), given, span)
        case Builtin("dict") if name == "fromkeys":
            return standard.keyed(machine, given, span)
        case Builtin("str" | "list" | "dict" | "set" | "tuple") if given.positional:
            rest = Arguments(given.positional[1:], given.keywords, given.rest)
            return call_method(machine, given.positional[0], name, rest, span)
        case _:
            return machine.trace(callee, given, span)


def _logged(
    machine: Machine, target: Traced | Instance, name: str, callee: Member, given: Arguments, span: Span
) -> Value:
    event = machine.event(target, name, given, span)
    kinds = foreign(target.cls) if isinstance(target, Instance) else []
    if isinstance(target, Traced) and isinstance(target.callee, External):
        kinds = [target.callee.name]
    if any(name in machine.fluent.get(kind, ()) for kind in kinds):
        return target
    result = Traced(callee, event, {}, [])
    machine.traced.append(result)
    return result


def _traced(machine: Machine, callee: Traced, given: Arguments, span: Span) -> Value:
    """Calling what foreign code returned. Around a project function it is taken for a decorator that calls through."""
    made = standard.call_traced(machine, callee, given, span)
    if made is not None:
        return made
    inner = decorated(callee)
    if inner is not None:
        machine.event(callee, "()", given, span)
        return call(machine, inner, given, span)
    machine.event(callee, "()", given, span)
    result = machine.trace(callee, given, span)
    machine.traced.append(result)
    return result


def decorated(value: Value) -> Value | None:
    """The project function that a foreign decorator was put on; None for anything else."""
    match value:
        case Traced():
            given = value.created.arguments
            if len(given.positional) == 1 and isinstance(given.positional[0], Function | Traced | Method | Class):
                inner = given.positional[0]
                return inner if isinstance(inner, Function | Method | Class) else decorated(inner)
    return None


def _unknown(machine: Machine, callee: Unknown, given: Arguments, span: Span) -> Value:
    declared: Value | None = None
    match callee.origin:
        case AttributeOf(base, name):
            if name == "copy" and not given.positional and _is_dict(base):
                return Mapping({REST: all_of(base)})
            machine.event(base, name, given, span)
            if (made := mapped(machine, base, name, given, span)) is not None:
                return made
            if isinstance(base, Unknown) and base.annotation is not None:
                declared = _declared(machine, base.annotation, name, given)
        case _:
            machine.event(callee, "()", given, span)
    return unknown("called at run time", span, ResultOf(callee, given.values), declared)


def mapped(machine: Machine, base: Value, name: str, given: Arguments, span: Span) -> Value | None:
    """What a foreign collection (a data frame, a data set) gives that runs a project function on each element."""
    match name, given.positional:
        case ("apply" | "map" | "applymap" | "progress_apply", (Function() | Method() | Partial() as function, *_)):
            element = unknown("element not known", span, ElementOf(base))
            made = call(machine, function, Arguments((element,)), span)
            return Sequence("list", {"items": Items(rest=made)})
        case _:
            return None


def _is_dict(value: Value) -> bool:
    """Whether a value is declared to be a dict."""
    declared = value.annotation if isinstance(value, Unknown) else None
    return any(
        (isinstance(part, Class) and is_typed_dict(part)) or short(part) in ("dict", "Dict")
        for part in members(declared)
    )


def _declared(machine: Machine, declared: Value, name: str, given: Arguments) -> Value | None:
    """The type of what a method of a dict gives, as the type of the dict says."""
    key, value = element_type(declared), value_type(declared)
    match name, given.positional:
        case "get", (wanted, *_):
            return item_type(machine, declared, wanted)
        case "values", () if value is not None:
            return Subscripted(Builtin("list"), (value,))
        case "keys", () if key is not None:
            return Subscripted(Builtin("list"), (key,))
        case "items", () if key is not None and value is not None:
            return Subscripted(Builtin("list"), (Subscripted(Builtin("tuple"), (key, value)),))
        case _:
            return None


def arguments(machine: Machine, frame: Frame, node: ast.Call) -> Arguments:
    """The arguments of a call, spread ones included."""
    positional: list[Value] = []
    keywords: dict[str, Value] = {}
    rest: Value | None = None
    for part in node.args:
        if isinstance(part, ast.Starred):
            items = elements(machine, machine.evaluate(frame, part.value), frame.span(part))
            positional.extend(items.entries)
            rest = items.rest if items.rest is not None else rest
        else:
            positional.append(machine.evaluate(frame, part))
    for keyword in node.keywords:
        value = machine.evaluate(frame, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
            continue
        match value:
            case Mapping():
                for key, held in value.known():
                    if isinstance(key, Const) and isinstance(key.value, str):
                        keywords[key.value] = held
                rest = value.rest if value.rest is not None else rest
            case _:
                source = ItemOf(value, ANY_KEY)
                rest = unknown("keyword arguments not known", frame.span(keyword.value), source)
    return Arguments(tuple(positional[:MAX_ARGUMENTS]), tuple(keywords.items()), rest)


def function(machine: Machine, frame: Frame, node: FunctionNode, name: str, decorators: tuple[Value, ...]) -> Function:
    """A function object: defaults are evaluated now, the body when it is called."""
    in_class = frame.owner is not None and frame.function is None
    scopes = frame.scopes[1:] if in_class else frame.scopes
    owner = frame.owner if in_class else None
    outer = frame.owner.qualname if in_class and frame.owner else frame.function.qualname if frame.function else ""
    qualname = f"{outer}.{name}" if outer else name
    spec = node.args
    named = [*spec.posonlyargs, *spec.args]
    defaults: dict[str, Value] = {}
    for argument, default in zip(named[len(named) - len(spec.defaults) :], spec.defaults, strict=True):
        defaults[argument.arg] = machine.evaluate(frame, default)
    for argument, given in zip(spec.kwonlyargs, spec.kw_defaults, strict=True):
        if given is not None:
            defaults[argument.arg] = machine.evaluate(frame, given)
    made = Function(node, frame.module, scopes, name, qualname, defaults, owner, decorators)
    for argument in (*named, *spec.kwonlyargs):
        match argument.annotation:
            case ast.Name(id=kind):
                found = next((scope[kind] for scope in scopes if kind in scope), None)
                if isinstance(found, Class):
                    made.declared[kind] = found
    if frame.function is not None and not isinstance(node, ast.Lambda):
        machine.closures.append(made)
    return made


def define(machine: Machine, frame: Frame, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
    """``def``: make the function and let its decorators replace it, innermost first."""
    wrappers = [machine.evaluate(frame, decorator) for decorator in node.decorator_list]
    made = function(machine, frame, node, node.name, tuple(wrappers))
    value: Value = made
    for wrapper, at in reversed(list(zip(wrappers, node.decorator_list, strict=True))):
        value = decorate(machine, frame, wrapper, value, at, node.name)
    bind(machine, frame, node.name, value)


def decorate(machine: Machine, frame: Frame, wrapper: Value, value: Value, at: ast.expr, name: str) -> Value:
    """What a decorator makes of a function or class."""
    match wrapper:
        case Builtin("property") | External("functools.cached_property" | "abc.abstractproperty"):
            return Property(value)
        case Builtin("staticmethod"):
            return Static(value)
        case Builtin("classmethod"):
            return ClassBound(value)
        case Member(Property(getter), "setter"):
            return Property(getter, value)
        case Member(Property() as whole, _):
            return whole
        case External(qualified) if standard.is_transparent(qualified):
            return value
        case Traced(callee=External(qualified)) if standard.is_transparent(qualified):
            return value
        case Unknown():
            return value
        case _:
            result = call(machine, wrapper, Arguments((value,)), frame.span(at))
            return value if isinstance(result, Unknown) else result


def super_of(frame: Frame) -> Value:
    """``super()`` in the running method."""
    if frame.owner is not None and frame.this is not None:
        return Super(frame.owner, frame.this)
    return unknown("`super()` outside a method")


def operator_method(machine: Machine, operator: ast.operator, left: Value, right: Value, span: Span) -> Value | None:
    """What the operands' own classes make of an operator; None where they have no say."""
    names = {ast.BitOr: "or", ast.Add: "add", ast.RShift: "rshift", ast.LShift: "lshift", ast.BitAnd: "and"}
    name = names.get(type(operator))
    if name is None:
        return None
    for this, other, method in ((left, right, f"__{name}__"), (right, left, f"__r{name}__")):
        match this:
            case Instance() if (found := find(this.cls, method)) is not None:
                return call(machine, Method(found[0], this), Arguments((other,)), span)
            case Traced() if not isinstance(other, External | Class | Subscripted):
                return _member(machine, this, method, Member(this, method), Arguments((other,)), span)
    return None


def comparison_method(machine: Machine, operator: ast.cmpop, left: Value, right: Value, span: Span) -> Value | None:
    """What the operands' own classes make of a comparison; None where they have no say."""
    match operator, left, right:
        case (ast.In() | ast.NotIn(), _, Instance()) if (found := find(right.cls, "__contains__")) is not None:
            made = call(machine, Method(found[0], right), Arguments((left,)), span)
        case (ast.Eq() | ast.NotEq(), Instance(), _) if (found := find(left.cls, "__eq__")) is not None:
            made = call(machine, Method(found[0], left), Arguments((right,)), span)
        case _:
            return None
    known = truth(made)
    if isinstance(operator, ast.In | ast.Eq):
        return made if known is None else Const(known)
    return Const(not known) if known is not None else unknown("negated at run time", span, Combination("not", (made,)))


def text_of(value: Value, machine: Machine, span: Span) -> Value:
    """``str(value)``."""
    return call_builtin(machine, "str", Arguments((value,)), span)


def entered_value(machine: Machine, value: Value, span: Span) -> Value:
    """What ``with value as name`` binds: what ``__enter__`` gives; foreign objects are taken to give themselves."""
    match value:
        case Instance():
            for name in ("__enter__", "__aenter__"):
                if (method := find(value.cls, name)) is not None:
                    return call(machine, Method(method[0], value), Arguments(), span)
            return value
        case _:
            return standard.entered(value)
