"""Operators on abstract values, and the truth of a test."""

import ast
import operator
import re
from collections.abc import Callable

from agentlint.evaluate.heap import join
from agentlint.evaluate.inheritance import find, foreign
from agentlint.evaluate.values import (
    ABSENT,
    FALSE,
    MAX_WEIGHT,
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
    may_miss,
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
    ast.Pow: ("**", operator.pow),
    ast.LShift: ("<<", operator.lshift),
    ast.RShift: (">>", operator.rshift),
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
WIDE = re.compile(r"\d{4}|\*")
MAX_PRODUCT = 1 << 64
MAX_WIDTH = 4_096

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
            if any(not may_miss(entry) for entry in held.entries):
                return True
            return None if held.entries or held.rest is not None else False
        case Mapping():
            entries = [entry for _, entry in value.known()]
            if not all(map(may_miss, entries)):
                return True
            return None if entries or value.rest is not None else False
        case Function() | Class() | Module() | Method() | Partial() | Builtin() | BuiltinMethod():
            return True
        case Instance():
            if (mixed := plain(value)) is not None:
                return truth(mixed)
            return None if find(value.cls, "__bool__") or find(value.cls, "__len__") else True
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


def binary(kind: type[ast.operator], left: Value, right: Value, span: Span) -> Value:
    """``left op right``."""
    if isinstance(left, Choice) or isinstance(right, Choice):
        pairs = [
            (binary(kind, a, b, span), before + after)
            for a, before in options(left)
            for b, after in options(right)
            if ABSENT not in (a, b)
        ]
        both = Combination(BINARY[kind][0] if kind in BINARY else kind.__name__, (left, right))
        return join(pairs) if 0 < len(pairs) <= 64 else unknown("too many combinations", span, both)
    if kind not in BINARY:
        return unknown("arithmetic", span, Combination(kind.__name__, (left, right)))
    symbol, apply = BINARY[kind]
    match left, right:
        case (Tuple(a), Tuple(b)) if symbol == "+" and len(a) + len(b) <= MAX_WIDTH:
            return Tuple((*a, *b))
        case (Sequence(), Sequence() | Tuple()) if symbol in "+|":
            return Sequence(left.kind, {"items": gathered(left.kind, concatenate(left.items, contents(right)))})
        case (Sequence(kind="set" | "frozenset" as made), Sequence()) if symbol == "^":
            once = [_filtered("-", a.items, b.items) for a, b in ((left, right), (right, left))]
            return Sequence(made, {"items": concatenate(*once)})
        case (Sequence(), Sequence()) if symbol in "-&":
            return Sequence(left.kind, {"items": _filtered(symbol, left.items, right.items)})
        case (Sequence(), Unknown()) | (Unknown(), Sequence()) if symbol in "+|":
            return _open_ended(left, right)
        case (Mapping(), Mapping()) if symbol == "|":
            return Mapping({**left.cells, **right.cells})
        case (Sequence(items=Items(entries, rest)), Const(int(count))) if symbol == "*":
            times = min(max(count, 0), MAX_WIDTH // max(len(entries), 1))
            more = unknown("collection too large", span) if times < count and entries else rest
            return Sequence(left.kind, {"items": Items(entries * times, more)})
        case (Sequence(kind="list", items=Items((first, *others), rest)), Unknown()) if symbol == "*":
            more = join((value, ()) for value in (first, *others, *(() if rest is None else (rest,))))
            return Sequence("list", {"items": Items(rest=more)})
    if symbol == "|" and _is_type(left) and _is_type(right):
        return Subscripted(External("typing.Union"), (left, right))
    one, two = plain(left), plain(right)
    if symbol == "%" and one is not None and isinstance(right, Tuple) and all(map(plain, right.items)):
        parts = tuple(part.value for part in map(plain, right.items) if part is not None)
        return _fold(symbol, apply, one.value, parts, left, right, span)
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
    if symbol in ("**", "<<") and not (isinstance(a, int) and isinstance(b, int) and 0 <= b < 64 and abs(a) < 1 << 16):
        return unknown("too large", span)
    if symbol == "%" and isinstance(a, str | bytes) and (len(a) > MAX_TEXT or WIDE.search(str(a))):
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
            more = unknown("text too long") if len(text) > MAX_WIDTH else None
            return Items(tuple(Const(letter) for letter in text[:MAX_WIDTH]), more)
        case Items():
            return value
        case _:
            return Items(rest=unknown("element not known", None, ElementOf(value)))


def _present_where(key: Value, held: Value) -> Value:
    """A key that may be missing is an element that may be missing."""
    if may_miss(held):
        assert isinstance(held, Choice)
        here = [conditions for option, conditions in held.options if not isinstance(option, Absent)]
        return join([(key, here[0] if here else ()), (ABSENT, ())])
    return key


def concatenate(left: Items, right: Items) -> Items:
    """The contents of ``left + right``."""
    rests = [(rest, ()) for rest in (left.rest, right.rest) if rest is not None]
    if len(left.entries) + len(right.entries) > MAX_WIDTH:
        rests.append((unknown("collection too large"), ()))
    return Items((*left.entries, *right.entries)[:MAX_WIDTH], join(rests) if rests else None)


def gathered(kind: str, items: Items) -> Items:
    """The contents of a collection of that kind: a set has each element once."""
    return Items(tuple(dict.fromkeys(items.entries)), items.rest) if kind in ("set", "frozenset") else items


def _filtered(symbol: str, left: Items, right: Items) -> Items:
    keep = symbol == "&"
    if right.rest is not None:
        every = (*left.entries, *(() if left.rest is None else (left.rest,)))
        kept = ((option, ()) for entry in every for option, _ in options(entry) if option != ABSENT)
        return Items((), join(kept) if every else None)
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
    one, two = comparable(left), comparable(right)
    if one is not None and two is not None:
        try:
            return Const(bool(apply(one[0], two[0])))
        except Exception:  # not comparable: the program would fail here
            return unknown("fails at run time", span)
    return unknown("compared at run time", span, Comparison(left, symbol, right))


def comparable(value: Value) -> tuple[object] | None:
    """The Python object that compares as the value does, in a tuple of its own; None where it is not known."""
    match value:
        case Tuple(weight=weight) if weight > MAX_WEIGHT:
            return None
        case Tuple(items) | Sequence(kind="list", items=Items(items, None)):
            parts = [comparable(part) for part in items]
            known = tuple(part[0] for part in parts if part is not None)
            whole = known if isinstance(value, Tuple) else list(known)
            return (whole,) if len(known) == len(parts) else None
        case Sequence(kind="set" | "frozenset", items=Items(items, None)):
            constants = [part.value for part in map(plain, items) if part is not None]
            return (frozenset(constants),) if len(constants) == len(items) else None
        case _:
            constant = plain(value)
            return (constant.value,) if constant is not None else None


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal; None where that is not known."""
    if left is right and not isinstance(left, Unknown | Choice):
        return True
    one, two = plain(left), plain(right)
    if one is not None and two is not None:
        return bool(one.value == two.value) and (one.value is None) == (two.value is None)
    match left, right:
        case (Unknown(), _) | (_, Unknown()):
            return None
        case (Tuple(a), Tuple(b)):
            return _all_equal(a, b) if max(left.weight, right.weight) <= MAX_WEIGHT else None
        case (Sequence(kind="list", items=Items(a, None)), Sequence(kind="list", items=Items(b, None))):
            return None if any(map(may_miss, (*a, *b))) else _all_equal(a, b)
        case (Mapping(rest=None), Mapping(rest=None)):
            return _same_keys(left, right)
        case (Const(None), other) | (other, Const(None)):
            return (
                None if isinstance(other, Member) or (isinstance(other, Traced) and not constructed(other)) else False
            )
    if left is right or left == right:
        return True
    match left, right:
        case (Instance(), Const()) | (Const(), Instance()):
            made = left if isinstance(left, Instance) else right
            assert isinstance(made, Instance)
            return False if plain(made) is None and find(made.cls, "__eq__") is None else None
        case (Instance(), Instance()) if left.cls is right.cls and compares_fields(left.cls):
            names = [name for name in left.cells if isinstance(name, str)]
            pairs = [(left.cells[name], right.cells.get(name, ABSENT)) for name in names]
            return _all_equal(tuple(a for a, _ in pairs), tuple(b for _, b in pairs))
        case (Instance(cls=cls), _) | (_, Instance(cls=cls)) if find(cls, "__eq__") is not None:
            return None
    if isinstance(left, IDENTIFIED) and isinstance(right, IDENTIFIED):
        return None if isinstance(left, Traced) or isinstance(right, Traced) else False
    return None


def compares_fields(cls: Class) -> bool:
    """Whether instances are equal where their fields are: dataclasses, named tuples, models."""
    decorators = [made.callee if isinstance(made, Traced) else made for made in cls.decorators]
    names = [found.name for found in decorators if isinstance(found, External)] + foreign(cls)
    return any(name.rpartition(".")[2] in ("dataclass", "NamedTuple", "BaseModel", "define") for name in names)


def _all_equal(left: tuple[Value, ...], right: tuple[Value, ...]) -> bool | None:
    if len(left) != len(right):
        return False
    parts = [equal(a, b) for a, b in zip(left, right, strict=True)]
    return False if False in parts else (None if None in parts else True)


def _same_keys(left: Mapping, right: Mapping) -> bool | None:
    one, two = dict(left.known()), dict(right.known())
    if any(map(may_miss, (*one.values(), *two.values()))):
        return None
    return _all_equal(tuple(one.values()), tuple(two[key] for key in one)) if one.keys() == two.keys() else False


def _contains(container: Value, item: Value) -> bool | None:
    match container, item:
        case (Const(str(text)), Const(str(part))):
            return part in text
        case (Tuple() | Sequence() | Mapping(), _):
            items = contents(container)
            outcomes = [equal(entry, item) if not may_miss(entry) else None for entry in items.entries]
            if True in outcomes:
                return True
            return None if None in outcomes or items.rest is not None else False
        case (Class(), _) if container.cells.get("__members__") is not None:
            return _contains(container.cells["__members__"], item)
        case _:
            return None
