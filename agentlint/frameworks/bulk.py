"""What comes from outside whole, of a size that only running the code tells: pages, files, output, result sets."""

from collections.abc import Iterable, Iterator

from agentlint.evaluate import Exit
from agentlint.evaluate.values import (
    NONE,
    Arguments,
    AttributeOf,
    Builtin,
    Combination,
    Comparison,
    Condition,
    Conditions,
    Const,
    ElementOf,
    External,
    Items,
    Mapping,
    Member,
    ResultOf,
    Sequence,
    Span,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.content import content
from agentlint.frameworks.outside import name_of, reach
from agentlint.graph.effects import Bulk, Reach, Source

DEEPEST = 16
BODIES = frozenset({"text", "content", "stdout", "stderr", "body"})
"""Attributes of an answer that hold all of it."""
READS = frozenset({"read", "readlines", "read_text", "text", "json", "check_output", "getoutput", "fetchall"})
"""Calls that give all that there is, unless they are told how much."""
CODES = frozenset({"status_code", "status", "returncode"})
"""Parts of an answer that say nothing of its size."""
TABLES = frozenset({"to_string", "to_markdown", "to_csv", "to_json", "to_dict"})
KEEPS = frozenset({"str", "repr", "dumps", "join", "format", "strip", "rstrip", "lstrip", "decode", "encode", "lower",
                   "replace", "splitlines", "split", "list", "get_text", "prettify", "BeautifulSoup", "markdownify",
                   "html2text", "handle", "loads", "safe_load", "dump", "sorted", "dict"})  # fmt: skip
"""Calls whose result is about as large as what they are given."""
RESULTS = frozenset({Const("tool"), Const("function"), Const("tool_result"), Const("function_call_output")})
"""How a message says that it is the result of a tool."""
BOUNDED = ("limit ", " top ", "count(", "fetch first", "where ", "insert ", "update ", "delete ", "create ")
"""Words of a query that ask for no more than a part of a table."""


def bulks(exit: Exit) -> Iterator[Bulk]:
    """What a function hands on whole where it returns."""
    for option, more in options(exit.value):
        if not _measured((*exit.conditions, *more)):
            for what in dict.fromkeys(what for what, _ in _whole(option, DEEPEST)):
                yield Bulk(what, exit.span.location)


def poured(prompt: Iterable[Value]) -> Iterator[Bulk]:
    """What a model is told as a whole of what came from outside, as the result of a tool that it called."""
    for message in (one for value in prompt for one in _messages(value, 4)):
        for option, _ in options(message.cells.get(Const("content"), NONE)):
            for what, made in dict.fromkeys(_whole(option, DEEPEST)):
                if (span := _made_at(made)) is not None:
                    yield Bulk(what, span.location)


def _messages(value: Value, depth: int) -> Iterator[Mapping]:
    """The results of tools in a list of messages."""
    match value:
        case Mapping():
            said = {value.cells.get(Const("role")), value.cells.get(Const("type"))}
            if said & RESULTS:
                yield value
                return
    for part in _parts(value) if depth else ():
        for option, _ in options(part):
            yield from _messages(option, depth - 1)


def _made_at(value: Value) -> Span | None:
    match value:
        case Traced(created=event) | Member(Traced(created=event), _):
            return event.span
        case Unknown(span=span):
            return span
        case _:
            return None


def _whole(value: Value, depth: int) -> Iterator[tuple[str, Value]]:
    """The calls behind what is in ``value`` as a whole, with what they give; a slice, an element or a field is none."""
    if depth == 0:
        return
    what = _fetched(value)
    if what is not None:
        yield what, value
        return
    for part in _parts(value):
        for option, more in options(part):
            if not _measured(more):
                yield from _whole(option, depth - 1)


def _parts(value: Value) -> tuple[Value, ...]:
    """What a value is as large as."""
    match value:
        case Tuple(items):
            return items
        case Sequence():
            return _parts(value.items)
        case Items(entries, rest):
            return entries if rest is None else (*entries, rest)
        case Mapping():
            held = tuple(part for _, part in value.known())
            return held if value.rest is None else (*held, value.rest)
        case Traced(callee=Member(base, name)) if name in KEEPS:
            return (base, *value.created.arguments.positional)
        case Traced(callee=External(name)) if name.rpartition(".")[2] in KEEPS:
            return value.created.arguments.positional
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, name)), given)) if name in KEEPS:
            return (base, *given)
        case Unknown(origin=ResultOf(Builtin(name) | External(name), given)) if name.rpartition(".")[2] in KEEPS:
            return given
        case Unknown(origin=Combination("f" | "+" | "%", operands)):
            return operands
        case Unknown(origin=ElementOf(base) | AttributeOf(base, "page_content")):
            return (base,)
        case _:
            return ()


def _fetched(value: Value) -> str | None:
    """The call that a value is all the result of, where the source does not tell what that call reaches for."""
    match value:
        case Member(Traced() as answer, name) if name in BODIES and _chosen(answer, name):
            return f"{name_of(answer)}.{name}"
        case Traced(callee=callee) if _last(callee) in READS and reach(callee) in (Reach.FILE, Reach.PROCESS):
            return f"{name_of(callee)}()" if _free(value) else None
        case Traced(callee=Member(Traced() as answer, name)) if (
            name in READS and not value.created.arguments.positional
        ):
            known = _query(answer) if name == "fetchall" else _chosen(answer, name)
            return f"{name_of(answer)}.{name}()" if known else None
        case Traced(callee=Member(Traced(callee=External(maker)) as loader, "load" | "aload")):
            return f"{_last(loader.callee)}.load()" if maker.endswith("Loader") and _free(loader) else None
        case Traced(callee=Member(Traced() as frame, name)) if name in TABLES and _loaded(frame):
            return f"{name_of(frame)}.{name}()"
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(opened, "read" | "readlines")), ())):
            match opened:
                case Unknown(origin=ResultOf(Builtin("open"), (path, *_))) if not _constant(path):
                    return "open().read()"
    return None


def _chosen(answer: Traced, how: str) -> bool:
    """Whether what is fetched is for the caller to choose; what one service answers as data, its author knows."""
    kind = reach(answer.callee)
    if kind is Reach.PROCESS:
        return _free(answer)
    if kind is not Reach.HTTP:
        return False
    given = answer.created.arguments
    address = given.get(1 if _last(answer.callee) in ("request", "stream") else 0, "url")
    if address is None or _constant(address):
        return False
    host = any(text.startswith(("http:", "https:")) for text in content(address, None).texts)
    return not (host and how in ("json", "content"))


def _query(cursor: Traced) -> bool:
    """Whether a cursor was given a query that asks for all that matches, or one that is not in the source."""
    asked = [one.arguments for one in cursor.events if one.method == "execute"]
    if isinstance(cursor.callee, Member) and cursor.callee.name == "execute":
        asked.append(cursor.created.arguments)
    return any(map(_unlimited, asked))


def _unlimited(given: Arguments) -> bool:
    query = given.get(0)
    if query is None:
        return False
    words = " ".join(content(query, None).texts).lower()
    return not any(word in f"{words} " for word in BOUNDED)


def _loaded(frame: Traced) -> bool:
    """Whether a table is all of a file or of a query that the caller chooses."""
    match frame.callee:
        case External(name) if name.startswith("pandas.read_"):
            given = frame.created.arguments
            return (
                _free(frame) and given.get(None, "nrows") is None and (name != "pandas.read_sql" or _unlimited(given))
            )
        case _:
            return False


def _free(call: Traced) -> bool:
    """Whether the call is given anything that the source does not fix."""
    match call.callee:
        case Member(Traced() as base, _) if _free(base):
            return True
    given = call.created.arguments
    return any(not _constant(value) for value in given.positional)


def _constant(value: Value) -> bool:
    return set(content(value, None).sources) <= {Source.CONSTANT}


def _last(callee: Value) -> str:
    return (name_of(callee) or "").removesuffix("()").rpartition(".")[2]


def _measured(conditions: Conditions) -> bool:
    """Whether a test on the way asks how large something is, or finds it to be no collection."""
    return any(_asks_size(condition.test) or _is_scalar(condition) for condition in conditions)


def _asks_size(test: Value) -> bool:
    match test:
        case Unknown(origin=Comparison(left, "<" | "<=" | ">" | ">=", right)):
            return not any(isinstance(side, Member) and side.name in CODES for side in (left, right))
        case Unknown(origin=Comparison(left, _, right)):
            return _asks_size(left) or _asks_size(right)
        case Unknown(origin=Combination(_, operands)):
            return any(map(_asks_size, operands))
        case _:
            return False


def _is_scalar(condition: Condition) -> bool:
    match condition.test:
        case Unknown(origin=ResultOf(Builtin("isinstance"), _)):
            return not condition.holds
        case _:
            return False
