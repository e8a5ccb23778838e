"""Declared types, which are ordinary values: `Literal`, `Annotated`, unions, fields of classes."""

from collections.abc import Iterator

from agentlint.evaluate.values import Builtin, Class, Const, External, Subscripted, Tuple, Value

COLLECTIONS = frozenset(
    {"list", "List", "Sequence", "Iterable", "Iterator", "set", "Set", "frozenset", "tuple", "Tuple", "Collection",
     "AsyncIterator", "Generator", "AsyncGenerator", "deque"}
)  # fmt: skip


def short(value: Value) -> str:
    """The last part of a type's name: ``Literal`` for ``typing.Literal``."""
    match value:
        case External(name) | Builtin(name):
            return name.rpartition(".")[2]
        case Class():
            return value.name
        case Subscripted(base, _):
            return short(base)
        case _:
            return ""


def members(declared: Value | None) -> Iterator[Value]:
    """The alternatives of a type: a union's parts, an optional's inner type, what an annotation is about."""
    match declared:
        case None:
            return
        case Subscripted(base, arguments):
            match short(base):
                case "Union" | "Optional":
                    for part in arguments:
                        yield from members(part)
                case "Annotated" | "Required" | "NotRequired" | "Final" | "ClassVar" | "ReadOnly" | "Awaitable":
                    yield from members(arguments[0] if arguments else None)
                case "Coroutine":
                    yield from members(arguments[-1] if arguments else None)
                case _:
                    yield declared
        case _:
            yield declared


def literals(declared: Value | None) -> tuple[Const, ...] | None:
    """The values of a ``Literal[…]`` (or of a union of them); None where the type is anything else."""
    found: list[Const] = []
    for part in members(declared):
        match part:
            case Subscripted(base, arguments) if short(base) == "Literal":
                for argument in arguments:
                    match argument:
                        case Const():
                            found.append(argument)
                        case Tuple(items) if all(isinstance(entry, Const) for entry in items):
                            found.extend(entry for entry in items if isinstance(entry, Const))
                        case Subscripted() if (inner := literals(argument)) is not None:
                            found.extend(inner)
                        case _:
                            return None
            case Const(None):
                continue
            case _:
                return None
    return tuple(found) if found else None


def element_type(declared: Value | None) -> Value | None:
    """The type of the elements of a collection type."""
    for part in members(declared):
        match part:
            case Subscripted(base, arguments) if short(base) in COLLECTIONS and arguments:
                return arguments[0]
            case Subscripted(base, arguments) if short(base) in {"dict", "Dict", "Mapping"} and arguments:
                return arguments[0]
    return None


def value_type(declared: Value | None) -> Value | None:
    """The type of what subscripting a collection type with an unknown key gives."""
    for part in members(declared):
        match part:
            case Subscripted(base, arguments) if short(base) in {"dict", "Dict", "Mapping", "defaultdict"}:
                return arguments[1] if len(arguments) > 1 else None
            case Subscripted(base, arguments) if short(base) in COLLECTIONS and arguments:
                return arguments[0]
    return None


def classes(declared: Value | None) -> Iterator[Class]:
    """The project classes among the alternatives of a type."""
    for part in members(declared):
        match part:
            case Class():
                yield part
            case Subscripted(Class() as base, _):
                yield base
