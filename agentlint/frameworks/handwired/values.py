"""What is in a value, however deep: the texts that it holds, and the answers of models."""

from collections.abc import Callable, Iterable, Iterator

from agentlint.evaluate.values import (
    AttributeOf,
    Builtin,
    BuiltinMethod,
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
)
from agentlint.frameworks.handwired.caches import found_again, is_digest, is_question, is_search
from agentlint.frameworks.handwired.keeping import Kept, is_part

MOST = 3_000
"""Parts of one value that are looked at."""
SILENT = frozenset({"input", "getenv", "strftime", "split", "rsplit", "strip", "lstrip", "rstrip", "removeprefix",
                    "removesuffix", "partition", "rpartition", "find", "index", "search", "match", "fullmatch",
                    "findall", "finditer", "group", "compile", "execute", "encode", "decode", "startswith", "endswith",
                    "count", "pop", "text_input", "text_area", "selectbox"})  # fmt: skip
"""Functions whose constant arguments say how something is read, and are no part of what is read."""
ELSEWHERE = ("argparse.", "configparser.", "logging.", "streamlit.", "rich.", "click.", "os.environ", "optparse.",
             "requests.", "httpx.")  # fmt: skip
"""Beginnings of the names of functions that ask humans or services: what they are given is no part of the answer."""
KEYED = frozenset({"get", "replace", "sub"})
"""The same where that is the first argument only."""


def within(value: Value, stop: Callable[[Value], bool] = lambda _: False, kept: Kept | None = None) -> Iterator[Value]:
    """The value and all that it is made of; into what ``stop`` holds for one does not look.

    ``kept`` is what objects hold that are known by their places only.
    """
    if kept is not None:
        yield from _within_kept(value, stop, kept)
        return
    seen: set[int] = set()
    pending = [value]
    while pending and len(seen) < MOST:
        part = pending.pop()
        if id(part) not in seen:
            seen.add(id(part))
            yield part
            if not stop(part):
                pending += reversed(parts(part))


def _within_kept(value: Value, stop: Callable[[Value], bool], kept: Kept) -> Iterator[Value]:
    seen: set[tuple[int, bool]] = set()
    pending = [(value, True)]
    while pending and len(seen) < MOST:
        part, whole = pending.pop()
        if (id(part), whole) in seen:
            continue
        seen.add((id(part), whole))
        yield part
        if stop(part):
            continue
        held, made, entire = kept.of(part, whole), parts(part), not is_part(part)
        pending.extend((one, index > 0 or entire) for index, one in reversed([*enumerate(made)]))
        pending.extend((one, True) for one in held)


def texts(value: Value, stop: Callable[[Value], bool] = lambda _: False) -> Iterator[str]:
    """The constant texts in a value."""
    for part in within(value, stop):
        if isinstance(part, Const) and isinstance(part.value, str):
            yield part.value


def parts(value: Value) -> list[Value]:
    """What a value is made of, one level down."""
    match value:
        case Choice(alternatives):
            return [option for option, conditions in alternatives if not found_again(conditions)]
        case Tuple(items):
            return list(items)
        case Sequence():
            return parts(value.items)
        case Items(entries, rest):
            return [*entries, *(() if rest is None else (rest,))]
        case Mapping():
            keys = [key for key in value.cells if isinstance(key, Traced | Unknown) and not is_question(key)]
            return [*keys, *value.cells.values()]
        case Instance():
            return list(value.cells.values())
        case Member(base, _):
            return [base]
        case Traced() | Unknown(origin=ResultOf()) if is_digest(value):
            return []
        case Traced(callee=callee):
            given = value.created.arguments
            more = [] if given.rest is None else [given.rest]
            return [callee, *_told(callee, [*given.positional, *(held for _, held in given.keywords)]), *more]
        case Unknown(origin=ItemOf(base, key)):
            return [base] if isinstance(key, Const) or is_question(key) else [base, key]
        case Unknown(origin=AttributeOf(base, _) | ElementOf(base)):
            return [base]
        case Unknown(origin=ResultOf(callee, arguments)):
            return [callee, *_told(callee, arguments)]
        case Unknown(origin=Comparison(left, "in" | "not in", right)) if is_search(left, right):
            return []
        case Unknown(origin=Comparison(left, _, right)):
            return [left, right]
        case Unknown(origin=Combination(_, operands)):
            return list(operands)
        case _:
            return []


def _told(callee: Value, given: Iterable[Value]) -> list[Value]:
    """What a function that is called with something puts into its result: a pattern, a key or a mode is no part."""
    match callee:
        case Member(_, name) | Builtin(name) | External(name) | Unknown(origin=AttributeOf(_, name)):
            last = name.rpartition(".")[2]
            if name.startswith(ELSEWHERE):
                return [one for one in given if not isinstance(one, Const)]
        case BuiltinMethod(name=name):
            last = name
        case _:
            last = ""
    if last in SILENT:
        return [one for one in given if not isinstance(one, Const)]
    kept = list(given)
    if last == "open":
        return kept[:1]
    named = kept and (isinstance(kept[0], Const) or (last == "get" and is_question(kept[0])))
    return kept[1:] if last in KEYED and named else kept
