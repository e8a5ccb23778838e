"""What a test asks, part by part: which value, compared how, to what."""

from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    AttributeOf,
    Builtin,
    Combination,
    Comparison,
    Const,
    ElementOf,
    External,
    ItemOf,
    Items,
    Member,
    Parameter,
    ResultOf,
    Sequence,
    Unknown,
    Value,
)
from agentlint.graph.condition import Test

FLIPPED = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "==": "==", "!=": "!="}
ENDS = {"startswith": "starts", "endswith": "ends", "__contains__": "contains"}


def path(value: Value) -> str | None:
    """An access path as the user would write it (`state.messages[-1].content`); None for anything else."""
    match value:
        case Unknown(origin=Parameter(name)):
            return name
        case Unknown(origin=ItemOf(base, Const(key))) if (before := path(base)) is not None:
            return f"{before}.{key}" if isinstance(key, str) else f"{before}[{key!r}]"
        case Unknown(origin=AttributeOf(base, name)) | Member(base, name) if (before := path(base)) is not None:
            return f"{before}.{name}"
        case Unknown(origin=ElementOf(base)) if (before := path(base)) is not None:
            return f"{before}[]"
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, "get")), (Const(str(key)), *_))):
            before = path(base)
            return f"{before}.{key}" if before is not None else None
        case Unknown(origin=ResultOf(callee, _)):
            before = path(callee)
            return f"{before}()" if before is not None else None
        case _:
            return None


def asked(test: Value) -> Test:
    """A test in its parts."""
    match test:
        case Unknown(origin=Combination(("and" | "or" | "not") as how, operands)):
            return Test(how, parts=tuple(map(asked, operands)))
        case Unknown(origin=Comparison(left, operator, right)):
            return _compared(left, operator, right)
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, name)), (Const(str(text)), *_))) if (
            name in ENDS and (at := measured(base)) is not None
        ):
            return Test(ENDS[name], at[0], text=text)
        case Unknown(origin=ResultOf(Builtin("bool"), (inner,))):
            return asked(inner)
        case Unknown(origin=ResultOf(Builtin("any"), (Sequence() as made,))) if (member := _member(made)) is not None:
            return asked(member)
    at = measured(test)
    return Test("true", at[0]) if at is not None and at[1] == 0 else Test()


def _compared(left: Value, operator: str, right: Value) -> Test:
    match operator, left, right:
        case (("is" | "=="), _, Const(None)) if (at := measured(left)) is not None:
            return Test("none", at[0])
        case (("is not" | "!="), _, Const(None)) if (at := measured(left)) is not None:
            return Test("not", parts=(Test("none", at[0]),))
        case (("is" | "=="), _, Const(bool(truth))) if (at := measured(left)) is not None:
            return Test("true", at[0]) if truth else Test("not", parts=(Test("true", at[0]),))
        case "in", Const(str(text)), _ if (at := measured(right)) is not None:
            return Test("contains", at[0], text=text)
        case "not in", Const(str(text)), _ if (at := measured(right)) is not None:
            return Test("not", parts=(Test("contains", at[0], text=text),))
    if operator not in FLIPPED:
        return Test()
    if (at := measured(left)) is not None:
        return _ordered(at, operator, right)
    if (at := measured(right)) is not None:
        return _ordered(at, FLIPPED[operator], left)
    return Test()


def _ordered(at: tuple[str, float], operator: str, to: Value) -> Test:
    name, added = at
    match to:
        case Const(str(text)):
            return Test(operator, name, text=text, fixed=True)
        case Const(int() | float() as number):
            return Test(operator, name, number - added, fixed=True)
        case _:
            return Test(operator, name, other=path(to), fixed=_stays(to))


def _stays(value: Value) -> bool:
    """Whether a value is an attribute, an item or a name, and not what a call gave."""
    match value:
        case Unknown(origin=ItemOf(base, _) | AttributeOf(base, _)) | Member(base, _):
            return _stays(base)
        case Unknown(origin=Parameter()) | External():
            return True
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, "get")), _)):
            return _stays(base)
        case Unknown(origin=ResultOf(callee, (Const(str()), *_))):
            return short(callee) in ("getenv", "get", "int")
        case Unknown(origin=ResultOf(Builtin("int" | "float"), (inner,))):
            return _stays(inner)
        case _:
            return False


def _member(made: Sequence) -> Value | None:
    """What each member of a collection is that was made of another one."""
    return made.items.rest if isinstance(made.items, Items) and not made.items.entries else None


def measured(value: Value) -> tuple[str, float] | None:
    """The access path that a value is, or the length of one, and the constant that was added to it."""
    if (name := path(value)) is not None and not (name.endswith("()") and "." not in name):
        return name, 0
    match value:
        case Unknown(origin=ResultOf(Builtin("len"), (inner,))) if (name := path(inner)) is not None:
            return f"len({name})", 0
        case Unknown(origin=ResultOf(Builtin("int" | "float"), (inner,))):
            return measured(inner)
        case Unknown(origin=Combination("or", (inner, Const())) | Combination("f", (inner,))):
            return measured(inner)
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(Const(str()), "join")), (Sequence() as made,))):
            member = _member(made)
            return measured(member) if member is not None else None
        case Unknown(origin=ResultOf(Member(Const(str()), "join"), (Sequence() as made,))):
            member = _member(made)
            return measured(member) if member is not None else None
        case Unknown(origin=Combination("+", (inner, Const(int() | float() as number)))) if at := measured(inner):
            return at[0], at[1] + number
        case Unknown(origin=Combination("-", (inner, Const(int() | float() as number)))) if at := measured(inner):
            return at[0], at[1] - number
        case _:
            return None
