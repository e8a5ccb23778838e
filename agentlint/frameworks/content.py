"""What a value is made of, in the words of the graph: whose word it is, and which parts of the state flow in."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import lru_cache

from agentlint.evaluate.values import (
    NONE,
    Absent,
    Arguments,
    AttributeOf,
    Builtin,
    Caught,
    Choice,
    Combination,
    Comparison,
    Const,
    ElementOf,
    External,
    Instance,
    ItemOf,
    Items,
    Mapping,
    Member,
    ResultOf,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.models import RUNS, asks, is_model, schema_of
from agentlint.frameworks.outside import is_human, reach
from agentlint.frameworks.paths import state_path
from agentlint.frameworks.whole import whole
from agentlint.graph.effects import NOTHING, Content, Source

CALLS = frozenset({"tool_calls", "function_call", "arguments", "args", "parsed", "additional_kwargs", "usage",
                   "usage_metadata", "prompt_tokens", "completion_tokens", "total_tokens"})  # fmt: skip
"""Parts of a model's answer that are no free text."""
FIELDS = frozenset({"name", "input", "id", "type", "stop_reason", "finish_reason"})
"""Attributes of an answer or of a block of it that are none either: what the provider says of a call, or of the end."""
PARSERS = frozenset({"json.loads", "ast.literal_eval", "yaml.safe_load", "yaml.load", "orjson.loads", "eval"})
"""What gives back what a text says, and nothing else."""
DEEPEST = 12
"""How far into nested values one looks: what lies deeper is of unknown origin."""


def content(value: Value, root: Value | None) -> Content:
    """What ``value`` is made of. ``root`` is the state, where the function is given one."""
    return replace(_content(value, root, DEEPEST), whole=tuple(sorted(whole(value, root))))


@lru_cache(maxsize=1 << 15)
def _content(value: Value, root: Value | None, depth: int) -> Content:
    if depth == 0:
        return Content((Source.UNKNOWN,))
    path = state_path(value, root)
    if path is not None:
        whole = path.rpartition("]")[1] == ""
        return Content((Source.STATE,), (path,), limited=not whole)
    match value:
        case Const(str(text)):
            return Content((Source.CONSTANT,), texts=(text,))
        case Const(bool() | None):
            return Content((Source.CONSTANT,))
        case Const(int() | float() as number):
            return Content((Source.CONSTANT,), number=float(number))
        case Const() | Absent():
            return Content((Source.CONSTANT,))
        case Choice():
            return merged(_content(option, root, depth - 1) for option, _ in options(value))
        case Tuple(items):
            return merged(_content(item, root, depth - 1) for item in items)
        case Sequence():
            return _content(value.items, root, depth)
        case Items(entries, rest):
            parts = (*entries, *(() if rest is None else (rest,)))
            return merged(_content(part, root, depth - 1) for part in parts)
        case Mapping():
            parts = (*(held for _, held in value.known()), *(() if value.rest is None else (value.rest,)))
            return merged(_content(part, root, depth - 1) for part in parts)
        case Instance():
            made = merged(_content(held, root, depth - 1) for held in value.cells.values())
            return replace(made, makes=(value.cls.name, *made.makes))
        case Traced():
            return _of_traced(value, root, depth)
        case Member(base, name):
            return _called(_content(base, root, depth - 1), name, FIELDS)
        case Unknown():
            return _of_unknown(value, root, depth)
        case _:
            return Content((Source.UNKNOWN,))


def _of_traced(value: Traced, root: Value | None, depth: int) -> Content:
    """What foreign code returned: a model's answer, something from outside, an object made of its arguments."""
    if is_human(value.callee):
        return Content((Source.HUMAN,))
    if reach(value.callee) is not None:
        return Content((Source.OUTSIDE,))
    match value.callee:
        case Member(base, name) if asks(base, name):
            return _answer(base, value.created.arguments)
        case External(name) if is_model(value.callee) and name.rpartition(".")[2][:1].islower():
            return _answer(value, value.created.arguments)
        case Member(base, _):
            inside = [_content(base, root, depth - 1)]
        case _:
            inside = []
    given = value.created.arguments
    parts = (*given.positional, *(held for _, held in given.keywords))
    made = merged([*inside, *(_content(part, root, depth - 1) for part in parts)])
    match value.callee:
        case External(name) if (last := name.rpartition(".")[2])[:1].isupper():
            return replace(made, makes=(last, *made.makes))
        case External(name) if name not in PARSERS:
            return _computed(made)
        case _:
            return made


def _computed(made: Content) -> Content:
    """What code that nobody sees makes of something: that, and who knows what else."""
    return replace(made, sources=tuple(dict.fromkeys((*made.sources, Source.UNKNOWN))))


def _called(made: Content, name: str, more: frozenset[str] = frozenset()) -> Content:
    """A part of something. The calls that a model makes, and their arguments, are held to the schemas of its tools."""
    if name not in CALLS | more:
        return made
    held = (Source.STRUCTURED if source is Source.MODEL else source for source in made.sources)
    return replace(made, sources=tuple(dict.fromkeys(held)))


def _answer(model: Value, given: Arguments | None = None) -> Content:
    schema = schema_of(model, given)
    return Content((Source.STRUCTURED,), schema=schema.name) if schema is not None else Content((Source.MODEL,))


def _of_unknown(value: Unknown, root: Value | None, depth: int) -> Content:
    match value.origin:
        case Caught():
            return Content((Source.ERROR,))
        case Combination(operator, operands):
            made = merged(_content(operand, root, depth - 1) for operand in operands)
            return _changed(made, operator, operands, root)
        case Comparison(left, _, right):
            return merged(_content(side, root, depth - 1) for side in (left, right))
        case ItemOf(base, Tuple((Const("slice"), lower, upper, _))) if (lower, upper) != (NONE, NONE):
            return replace(_content(base, root, depth - 1), limited=True)
        case AttributeOf(base, name):
            return _called(_content(base, root, depth - 1), name, FIELDS)
        case ItemOf(base, Const(str(name))):
            return _called(_content(base, root, depth - 1), name)
        case ResultOf(Unknown(origin=AttributeOf(base, "get")), (Const(str(name)), *rest)):
            held = _called(_content(base, root, depth - 1), name)
            return merged([held, *(_content(one, root, depth - 1) for one in rest)])
        case ItemOf(base, _) | ElementOf(base):
            return _content(base, root, depth - 1)
        case ResultOf(callee, _) if is_human(callee):
            return Content((Source.HUMAN,))
        case ResultOf(callee, arguments):
            match callee:
                case Unknown(origin=AttributeOf(base, name)) if name in RUNS and is_model(base):
                    return _answer(base)
                case Unknown(origin=AttributeOf(base, _)) | Member(base, _):
                    parts = (base, *arguments)
                case _:
                    parts = arguments
            return merged(_content(part, root, depth - 1) for part in parts) if parts else Content((Source.UNKNOWN,))
        case _:
            return Content((Source.UNKNOWN,))


def _changed(made: Content, operator: str, operands: tuple[Value, ...], root: Value | None) -> Content:
    """A number of the state that is counted up or down."""
    match operator, operands:
        case (("+" | "-"), (left, Const(int() | float() as number))) if _held(left, root):
            return replace(made, number=None, step=float(number if operator == "+" else -number))
        case "+", (Const(int() | float() as number), right) if _held(right, root):
            return replace(made, number=None, step=float(number))
        case _:
            return replace(made, number=None)


def _held(value: Value, root: Value | None) -> bool:
    """Whether a value is held in the state, or stands for one that is missing there (`state.get("n") or 0`)."""
    match value:
        case Unknown(origin=Combination("or", (inner, Const()))) | Unknown(origin=ResultOf(Builtin("int"), (inner,))):
            return _held(inner, root)
        case Choice():
            held = [option for option, _ in options(value) if not isinstance(option, Const | Absent)]
            return bool(held) and all(_held(option, root) for option in held)
        case _:
            return bool(state_path(value, root))


def verbatim(value: Value) -> Iterator[str]:
    """The constant texts in a prompt that nothing fills in any more: they reach the model as they stand there."""
    match value:
        case Const(str(text)):
            yield text
        case Choice():
            for option, _ in options(value):
                yield from verbatim(option)
        case Tuple(items) | Items(items):
            for item in items:
                yield from verbatim(item)
        case Sequence():
            yield from verbatim(value.items)
        case Mapping():
            for key, held in value.known():
                yield from verbatim(held) if key == Const("content") else ()
        case Traced(callee=External(name)) if name.endswith("Message"):
            said = value.created.arguments.get(0, "content")
            yield from verbatim(said) if said is not None else ()
        case Unknown(origin=Combination(_, operands)):
            for operand in operands:
                if isinstance(operand, Const) and isinstance(operand.value, str):
                    yield operand.value


def merged(parts: Iterable[Content]) -> Content:
    """What several values are made of together."""
    found = list(parts)
    if not found:
        return NOTHING
    if len(found) == 1:
        return found[0]
    steps = [part.step for part in found if part.step is not None]
    numbers = {part.number for part in found}
    return Content(
        tuple(dict.fromkeys(source for part in found for source in part.sources)),
        tuple(dict.fromkeys(path for part in found for path in part.paths)),
        tuple(dict.fromkeys(text for part in found for text in part.texts)),
        tuple(dict.fromkeys(name for part in found for name in part.makes)),
        next((part.schema for part in found if part.schema is not None), None),
        any(part.paths for part in found) and all(part.limited for part in found if part.paths),
        found[0].number if len(numbers) == 1 else None,
        max(steps, key=abs, default=None),
        tuple(dict.fromkeys(name for part in found for name in part.whole)),
    )
