"""Operators on abstract values, and the truth of a test."""

import ast
import operator
from collections.abc import Callable

from agentlint.evaluate.heap import join
from agentlint.evaluate.values import (
    ABSENT,
    FALSE,
    TRUE,
    Absent,
    Builtin,
    BuiltinMethod,
    Choice,
    Class,
    Combination,
    Comparison,
    Const,
    ElementOf,
    External,
    Function,
    Instance,
    Items,
    Mapping,
    Member,
    Method,
    Module,
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

BINARY: dict[type[ast.operator], tuple[str, Callable[[object, object], object]]] = {
    ast.Add: ("+", operator.add),
    ast.Sub: ("-", operator.sub),
    ast.Mult: ("*", operator.mul),
    ast.Div: ("/", operator.truediv),
    ast.FloorDiv: ("//", operator.floordiv),
    ast.Mod: ("%", operator.mod),
    ast.BitOr: ("|", operator.or_),
    ast.BitAnd: ("&", operator.and_),
    ast.BitXor: ("^", operator.xor),
}

COMPARE: dict[type[ast.cmpop], tuple[str, Callable[..., object]]] = {
    ast.Eq: ("==", operator.eq),
    ast.NotEq: ("!=", operator.ne),
    ast.Lt: ("<", operator.lt),
    ast.LtE: ("<=", operator.le),
    ast.Gt: (">", operator.gt),
    ast.GtE: (">=", operator.ge),
    ast.Is: ("is", operator.is_),
    ast.IsNot: ("is not", operator.is_not),
    ast.In: ("in", lambda a, b: a in b),
    ast.NotIn: ("not in", lambda a, b: a not in b),
}

MAX_TEXT = 100_000
MAX_PRODUCT = 1 << 64

IDENTIFIED = Function | Class | Traced | Instance | Module | Builtin | External | Method | Partial


def plain(value: Value) -> Const | None:
    """The constant behind a value: a constant, or an enum member that mixes in a plain type."""
    match value:
        case Const():
            return value
        case Instance():
            mixed = value.cells.get("__plain__")
            return mixed if isinstance(mixed, Const) else None
        case _:
            return None


def truth(value: Value) -> bool | None:
    """Whether a test on the value succeeds; None where that is not known."""
    match value:
        case Const(constant):
            return bool(constant)
        case Tuple(items):
            return bool(items)
        case Sequence():
            held = value.items
            if any(not _optional(entry) for entry in held.entries):
                return True
            return None if held.entries or held.rest is not None else False
        case Mapping():
            if any(not _optional(entry) for _, entry in value.known()):
                return True
            return None if value.cells else False
        case Function() | Class() | Module() | Method() | Partial() | Builtin() | BuiltinMethod():
            return True
        case Instance():
            return truth(mixed) if (mixed := plain(value)) else True
        case Traced():
            return True if constructed(value) else None
        case Choice(alternatives):
            outcomes = {truth(option) for option, _ in alternatives if not isinstance(option, Absent)}
            return outcomes.pop() if len(outcomes) == 1 else None
        case Unknown(origin=Combination("not", (operand,))):
            inner = truth(operand)
            return None if inner is None else not inner
        case _:
            return None


def _optional(entry: Value) -> bool:
    return isinstance(entry, Choice) and any(isinstance(option, Absent) for option, _ in entry.options)


def binary(kind: type[ast.operator], left: Value, right: Value, span: Span) -> Value:
    """``left op right``."""
    if isinstance(left, Choice) or isinstance(right, Choice):
        pairs = [
            (binary(kind, a, b, span), before + after)
            for a, before in options(left)
            for b, after in options(right)
            if ABSENT not in (a, b)
        ]
        return join(pairs) if 0 < len(pairs) <= 64 else unknown("too many combinations", span)
    if kind not in BINARY:
        return unknown("arithmetic", span, Combination(kind.__name__, (left, right)))
    symbol, apply = BINARY[kind]
    match left, right:
        case (Tuple(a), Tuple(b)) if symbol == "+":
            return Tuple((*a, *b))
        case (Sequence(), Sequence() | Tuple()) if symbol in "+|":
            return Sequence(left.kind, {"items": concatenate(left.items, contents(right))})
        case (Sequence(), Sequence()) if symbol in "-&":
            return Sequence(left.kind, {"items": _filtered(symbol, left.items, right.items)})
        case (Sequence(), Unknown()) | (Unknown(), Sequence()) if symbol in "+|":
            return _open_ended(left, right)
        case (Mapping(), Mapping()) if symbol == "|":
            return Mapping({**left.cells, **right.cells})
        case (Sequence(), Const(int(count))) if symbol == "*" and 0 <= count <= 64:
            return Sequence(left.kind, {"items": Items(left.items.entries * count, left.items.rest)})
    if symbol == "|" and _is_type(left) and _is_type(right):
        return Subscripted(External("typing.Union"), (left, right))
    one, two = plain(left), plain(right)
    if one is not None and two is not None:
        return _fold(symbol, apply, one.value, two.value, left, right, span)
    return unknown("computed at run time", span, Combination(symbol, (left, right)))


def _fold(
    symbol: str, apply: Callable[[object, object], object], a: object, b: object, left: Value, right: Value, span: Span
) -> Value:
    if symbol == "*" and isinstance(a, str | bytes | int) and isinstance(b, str | bytes | int):
        size = [len(x) if isinstance(x, str | bytes) else abs(x) for x in (a, b)]
        limit = MAX_TEXT if any(isinstance(x, str | bytes) for x in (a, b)) else MAX_PRODUCT
        if size[0] * size[1] > limit:
            return unknown("too large", span)
    if symbol == "%" and isinstance(a, str | bytes):
        if not isinstance(b, str | int | float) or len(a) > 1000 or "*" in str(a) or any(c.isdigit() for c in str(a)):
            return unknown("formatted at run time", span, Combination(symbol, (left, right)))
    try:
        result = apply(a, b)
    except Exception:  # the program would fail here: whatever follows is not reached with a value
        return unknown("fails at run time", span)
    if isinstance(result, str | bytes) and len(result) > MAX_TEXT:
        return unknown("text too long", span)
    return (
        Const(result) if isinstance(result, str | bytes | int | float | complex | bool) else unknown("computed", span)
    )


def contents(value: Value) -> Items:
    """The elements that iterating over a builtin collection gives."""
    match value:
        case Tuple(items):
            return Items(items)
        case Sequence():
            return value.items
        case Mapping():
            keys = tuple(_present_where(key, held) for key, held in value.known())
            return Items(keys, unknown("key not known") if value.rest is not None else None)
        case Const(str(text)):
            return Items(tuple(Const(letter) for letter in text[:1000]))
        case Items():
            return value
        case _:
            return Items(rest=unknown("element not known"))


def _present_where(key: Value, held: Value) -> Value:
    """A key that may be missing is an element that may be missing."""
    if _optional(held):
        assert isinstance(held, Choice)
        here = [conditions for option, conditions in held.options if not isinstance(option, Absent)]
        return join([(key, here[0] if here else ()), (ABSENT, ())])
    return key


def concatenate(left: Items, right: Items) -> Items:
    """The contents of ``left + right``."""
    rests = [(rest, ()) for rest in (left.rest, right.rest) if rest is not None]
    return Items((*left.entries, *right.entries), join(rests) if rests else None)


def _filtered(symbol: str, left: Items, right: Items) -> Items:
    keep = symbol == "&"
    if right.rest is not None:
        return Items((), left.rest or unknown("filtered at run time"))
    return Items(tuple(entry for entry in left.entries if (entry in right.entries) == keep), left.rest)


def _open_ended(left: Value, right: Value) -> Sequence:
    """A list added to something unknown: its own elements are certain."""
    known, other = (left, right) if isinstance(left, Sequence) else (right, left)
    assert isinstance(known, Sequence)
    rest = Items(rest=unknown("element not known", None, ElementOf(other)))
    return Sequence(known.kind, {"items": concatenate(known.items, rest)})


def constructed(value: Traced) -> bool:
    """Whether the object was made by a class (by the convention for names): then it is neither None nor false."""
    match value.callee:
        case External(name) | Member(_, name):
            return name.rpartition(".")[2][:1].isupper()
        case _:
            return False


def _is_type(value: Value) -> bool:
    match value:
        case Class() | Subscripted() | External() | Const(None) | Const(str()) | Builtin():
            return True
        case _:
            return False


def compare(kind: type[ast.cmpop], left: Value, right: Value, span: Span) -> Value:
    """``left op right`` for a comparison: a truth value, or an unknown that keeps what is compared."""
    symbol, apply = COMPARE[kind]
    if isinstance(left, Choice) or isinstance(right, Choice):
        if len(options(left)) * len(options(right)) <= 64:
            found = [
                (compare(kind, a, b, span), before + after)
                for a, before in options(left)
                for b, after in options(right)
                if ABSENT not in (a, b)
            ]
            outcomes = {value for value, _ in found}
            if outcomes in ({TRUE}, {FALSE}):
                return outcomes.pop()
        return unknown("compared at run time", span, Comparison(left, symbol, right))
    if symbol in ("in", "not in"):
        inside = _contains(right, left)
        if inside is None:
            return unknown("compared at run time", span, Comparison(left, symbol, right))
        return Const(inside == (symbol == "in"))
    if symbol in ("==", "is", "!=", "is not"):
        same = equal(left, right)
        if same is not None:
            return Const(same == (symbol in ("==", "is")))
        return unknown("compared at run time", span, Comparison(left, symbol, right))
    one, two = plain(left), plain(right)
    if one is not None and two is not None:
        try:
            return Const(bool(apply(one.value, two.value)))
        except Exception:  # not comparable: the program would fail here
            return unknown("fails at run time", span)
    return unknown("compared at run time", span, Comparison(left, symbol, right))


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal; None where that is not known."""
    one, two = plain(left), plain(right)
    if one is not None and two is not None:
        return bool(one.value == two.value) and (one.value is None) == (two.value is None)
    match left, right:
        case (Unknown(), _) | (_, Unknown()):
            return None
        case (Tuple(a), Tuple(b)):
            if len(a) != len(b):
                return False
            parts = [equal(x, y) for x, y in zip(a, b, strict=True)]
            return False if False in parts else (None if None in parts else True)
        case (Const(None), other) | (other, Const(None)):
            return (
                None if isinstance(other, Member) or (isinstance(other, Traced) and not constructed(other)) else False
            )
    if left is right or left == right:
        return True
    if isinstance(left, IDENTIFIED) and isinstance(right, IDENTIFIED):
        return None if isinstance(left, Traced) or isinstance(right, Traced) else False
    return None


def _contains(container: Value, item: Value) -> bool | None:
    match container, item:
        case (Const(str(text)), Const(str(part))):
            return part in text
        case (Tuple() | Sequence() | Mapping(), _):
            items = contents(container)
            outcomes = [equal(entry, item) if not _optional(entry) else None for entry in items.entries]
            if True in outcomes:
                return True
            return None if None in outcomes or items.rest is not None else False
        case (Class(), _) if container.cells.get("__members__") is not None:
            return _contains(container.cells["__members__"], item)
        case _:
            return None
