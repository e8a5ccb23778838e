"""The parts of the standard library that wiring code leans on."""

import textwrap
from collections.abc import Callable
from itertools import zip_longest

from agentlint.evaluate import progress
from agentlint.evaluate.attributes import attribute
from agentlint.evaluate.collections import elements, put
from agentlint.evaluate.heap import join
from agentlint.evaluate.machine import Machine
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import concatenate
from agentlint.evaluate.subscripts import item
from agentlint.evaluate.types import literals
from agentlint.evaluate.values import (
    FACTORY,
    Arguments,
    Builtin,
    Choice,
    Const,
    External,
    Function,
    Instance,
    Items,
    Mapping,
    Partial,
    Sequence,
    Span,
    Subscripted,
    Traced,
    Tuple,
    Value,
    options,
    unknown,
)

POOLS = ("ThreadPoolExecutor", "ProcessPoolExecutor", "ThreadPool", "multiprocessing.Pool")
"""What runs functions beside each other, by the end of its name."""
TRANSPARENT = frozenset(
    {
        "functools.lru_cache", "functools.cache", "functools.singledispatch", "functools.total_ordering",
        "contextlib.contextmanager", "contextlib.asynccontextmanager", "abc.abstractmethod", "typing.overload",
        "typing.override", "typing.final", "typing.no_type_check", "typing.runtime_checkable", "types.coroutine",
        "typing_extensions.override", "typing_extensions.deprecated", "warnings.deprecated", "dataclasses.dataclass",
        "atexit.register",
    }
)  # fmt: skip


def is_transparent(name: str) -> bool:
    """Whether a decorator leaves what it is put on callable as before."""
    return name in TRANSPARENT or name.startswith("pytest.")


def call(machine: Machine, name: str, given: Arguments, span: Span) -> Value | None:
    """What a function of the standard library gives; None where there is no model of it."""
    model = _MODELS.get(name)
    return model(machine, given, span) if model is not None else None


def call_traced(machine: Machine, callee: Traced, given: Arguments, span: Span) -> Value | None:
    """Calling what a standard-library function returned (``functools.wraps(f)(g)``)."""
    match callee.callee, given.positional:
        case (External("functools.wraps"), (Function() as wrapper, *_)):
            wrapped = callee.created.arguments.get(0, "wrapped")
            if wrapped is not None:
                for copied in ("__name__", "__qualname__", "__doc__", "__module__"):
                    machine.heap.write(wrapper.cells, copied, attribute(machine, wrapped, copied, span))
                machine.heap.write(wrapper.cells, "__wrapped__", wrapped)
            return wrapper
        case (External(name), (value, *_)) if is_transparent(name):
            return value
        case (External("operator.itemgetter"), (value, *_)):
            key = callee.created.arguments.get(0)
            return item(machine, value, key, span) if key is not None else None
        case _:
            return None


def method(machine: Machine, this: Traced, name: str, given: Arguments, span: Span) -> Value | None:
    """Methods of standard-library objects that hand on what they were given."""
    match this.callee, name:
        case (
            External("asyncio.get_event_loop" | "asyncio.new_event_loop" | "asyncio.get_running_loop"),
            "run_until_complete" | "create_task",
        ):
            return given.get(0)
        case (
            External("asyncio.get_event_loop" | "asyncio.new_event_loop" | "asyncio.get_running_loop"),
            "run_in_executor",
        ):
            return _thread(machine, Arguments(given.positional[1:], given.keywords, given.rest), span)
        case (External("asyncio.Runner"), "run"):
            return given.get(0)
        case (External(pool), "submit" | "apply_async" | "apply") if pool.endswith(POOLS):
            return _task(machine, this, _thread(machine, given, span), span)
        case (External(pool), "map" | "imap" | "imap_unordered" | "starmap") if pool.endswith(POOLS):
            made = machine.call(Builtin("map"), given, span)
            machine.event(this, name, given, span)
            return made
        case (External("threading.Thread" | "multiprocessing.Process"), "start" | "run"):
            return _started(machine, this, span)
        case (External("concurrent.futures.Future"), "result" | "get"):
            machine.event(this, name, given, span)
            return this.created.arguments.positional[0]
        case (External("contextlib.ExitStack" | "contextlib.AsyncExitStack"), "enter_context" | "enter_async_context"):
            return entered(given.positional[0]) if given.positional else None
        case _:
            return None


def entered(value: Value) -> Value:
    """What a context manager binds: what the generator yields, or the object itself."""
    match value:
        case Sequence(kind="generator"):
            items = value.items
            return present(items.entries[0]) if items.entries else items.rest or unknown("yields nothing")
        case _:
            return value


def _partial(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    return Partial(given.positional[0], Arguments(given.positional[1:], given.keywords, given.rest))


def _first(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return given.positional[0] if given.positional else None


def _waited(machine: Machine, given: Arguments, span: Span) -> Value | None:
    machine.event(External("asyncio.wait_for"), "__call__", given, span)
    return _first(machine, given, span)


def _second(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return given.positional[1] if len(given.positional) > 1 else None


def _type_arguments(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Subscripted(_, arguments) as declared,):
            return Tuple(literals(declared) or arguments)
        case _:
            return None


def keyed(machine: Machine, given: Arguments, span: Span) -> Value:
    """``dict.fromkeys``."""
    made = Mapping({})
    items = elements(machine, given.positional[0], span) if given.positional else Items()
    value = given.get(1, "value") or Const(None)
    for entry in (*items.entries, *(() if items.rest is None else (items.rest,))):
        put(made, entry, value)
    return made


def _gather(machine: Machine, given: Arguments, span: Span) -> Value | None:
    machine.event(External("asyncio.gather"), "__call__", given, span)
    return Sequence("list", {"items": Items(given.positional, given.rest)})


def _completed(name: str) -> Callable[[Machine, Arguments, Span], Value | None]:
    """``as_completed``: what was given, in whatever order."""

    def completed(machine: Machine, given: Arguments, span: Span) -> Value | None:
        machine.event(External(name), "__call__", given, span)
        return Sequence("list", {"items": elements(machine, given.positional[0], span)}) if given.positional else None

    return completed


def _all_done(name: str) -> Callable[[Machine, Arguments, Span], Value | None]:
    """``wait``: what was given is done, and what of it is not, nobody knows."""
    completed = _completed(name)

    def waited(machine: Machine, given: Arguments, span: Span) -> Value | None:
        done = completed(machine, given, span)
        return Tuple((done, unknown("what is not done yet", span))) if done is not None else None

    return waited


def _cycle(machine: Machine, given: Arguments, span: Span) -> Value | None:
    """The elements in turn, again and again."""
    if not given.positional:
        return None
    items = elements(machine, given.positional[0], span)
    return Sequence("cycle", {"items": Items(items.entries, _any_number(items).rest)})


def _thread(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    return machine.call(given.positional[0], Arguments(given.positional[1:], given.keywords, given.rest), span)


def _started(machine: Machine, thread: Traced, span: Span) -> Value | None:
    """What a thread does, as if it were done before control goes on."""
    given = thread.created.arguments
    target, spread, named = given.get(1, "target"), given.get(3, "args"), given.get(4, "kwargs")
    if target is None:
        return None
    items = elements(machine, spread, span) if spread is not None else Items()
    names = named.known() if isinstance(named, Mapping) else ()
    keywords = tuple(
        (key.value, value) for key, value in names if isinstance(key, Const) and isinstance(key.value, str)
    )
    machine.call(target, Arguments(tuple(map(present, items.entries)), keywords, items.rest), span)
    return Const(None)


def _task(machine: Machine, pool: Traced, value: Value | None, span: Span) -> Value | None:
    """What a pool gives for a call that it runs: the result is asked of it later."""
    if value is None:
        return None
    machine.event(pool, "submit", Arguments((value,)), span)
    return machine.trace(External("concurrent.futures.Future"), Arguments((value,)), span)


def _chain(machine: Machine, given: Arguments, span: Span) -> Value | None:
    joined = Items()
    for value in given.positional:
        joined = concatenate(joined, elements(machine, value, span))
    return Sequence("list", {"items": joined})


def _flatten(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    outer = elements(machine, given.positional[0], span)
    joined = Items()
    for entry in outer.entries:
        joined = concatenate(joined, elements(machine, present(entry), span))
    more = elements(machine, outer.rest, span) if outer.rest is not None else Items()
    return Sequence("list", {"items": concatenate(joined, _any_number(more))})


def _any_number(items: Items) -> Items:
    """Elements of which there may be any number each."""
    every = (*items.entries, *(() if items.rest is None else (items.rest,)))
    return Items(rest=join((present(entry), ()) for entry in every)) if every else Items()


def _pairwise(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional:
        return None
    items = elements(machine, given.positional[0], span)
    pairs = zip(items.entries, items.entries[1:], strict=False)
    rest = Tuple((items.rest, items.rest)) if items.rest is not None else None
    return Sequence("list", {"items": Items(tuple(Tuple((present(a), present(b))) for a, b in pairs), rest)})


def _product(machine: Machine, given: Arguments, span: Span) -> Value | None:
    rows: list[tuple[Value, ...]] = [()]
    columns = [elements(machine, value, span) for value in given.positional]
    for column in columns:
        rows = [(*row, present(entry)) for row in rows for entry in column.entries]
        if len(rows) > machine.limits.width or column.rest is not None:
            return None
    return Sequence("list", {"items": Items(tuple(Tuple(row) for row in rows))})


def _combinations(ordered: bool) -> Callable[[Machine, Arguments, Span], Value | None]:
    def make(machine: Machine, given: Arguments, span: Span) -> Value | None:
        match given.positional:
            case (source, Const(2)):
                items = elements(machine, source, span)
                if items.rest is None and len(items.entries) <= 64:
                    entries = [
                        Tuple((present(a), present(b)))
                        for i, a in enumerate(items.entries)
                        for j, b in enumerate(items.entries)
                        if (i != j if ordered else i < j)
                    ]
                    return Sequence("list", {"items": Items(tuple(entries))})
        return None

    return make


def _mapping(machine: Machine, given: Arguments, span: Span) -> Value | None:
    source = Arguments(given.positional[:1], given.keywords, given.rest)
    return machine.call(Builtin("dict"), source, span)


def _defaultdict(machine: Machine, given: Arguments, span: Span) -> Value | None:
    made = machine.call(Builtin("dict"), Arguments(given.positional[1:2], given.keywords), span)
    if isinstance(made, Mapping) and given.positional:
        made.cells[FACTORY] = given.positional[0]
    return made


def _deque(machine: Machine, given: Arguments, span: Span) -> Value | None:
    items = elements(machine, given.positional[0], span) if given.positional else Items()
    return Sequence("deque", {"items": items})


def _copy(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return (
        join((_copied(option), conditions) for option, conditions in options(given.positional[0]))
        if given.positional
        else None
    )


def _copied(value: Value) -> Value:
    match value:
        case Mapping():
            return Mapping(dict(value.cells))
        case Sequence():
            return Sequence(value.kind, dict(value.cells))
        case Instance():
            return Instance(value.cls, value.created, dict(value.cells), list(value.events))
        case _:
            return value


def _deep_copy(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return _deep(given.positional[0], {}) if given.positional else None


def _deep(value: Value, made: dict[int, Value]) -> Value:
    """A copy of a value and of everything in it; what is in it twice is copied once."""
    match value:
        case Mapping() | Sequence() | Instance():
            if id(value) not in made:
                copied = made[id(value)] = _copied(value)
                assert isinstance(copied, Mapping | Sequence | Instance)
                for key, held in list(copied.cells.items()):
                    copied.cells[key] = _deep(held, made)
            return made[id(value)]
        case Tuple(items):
            return Tuple(tuple(_deep(part, made) for part in items))
        case Items(entries, rest):
            return Items(tuple(_deep(part, made) for part in entries), _deep(rest, made) if rest is not None else None)
        case Choice(alternatives):
            return join((_deep(option, made), conditions) for option, conditions in alternatives)
        case _:
            return value


def _replace(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if not given.positional or not isinstance(given.positional[0], Instance):
        return None
    made = _copied(given.positional[0])
    assert isinstance(made, Instance)
    for name, value in given.keywords:
        made.cells[name] = value
    return made


def _as_dict(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Instance() as value,):
            return Mapping({Const(name): held for name, held in value.cells.items() if isinstance(name, str)})
        case _:
            return None


def _dedent(machine: Machine, given: Arguments, span: Span) -> Value | None:
    match given.positional:
        case (Const(str(text)),):
            return Const(textwrap.dedent(text))
        case _:
            return None


def _namespace(machine: Machine, given: Arguments, span: Span) -> Value | None:
    made = machine.trace(External("types.SimpleNamespace"), given, span)
    for name, value in given.keywords:
        made.cells[name] = value
    return made


def _import_module(machine: Machine, given: Arguments, span: Span) -> Value | None:
    """The module of a name; a relative one is seen from the package that is named too."""
    importer = machine.importing(span)
    match given.positional[:1], given.get(1, "package"):
        case (Const(str(name)),), Const(str(package)) if name.startswith("."):
            steps = len(name) - len(name.lstrip(".")) - 1
            parts = package.split(".")
            name = ".".join([*parts[: len(parts) - steps], *filter(None, [name.lstrip(".")])])
        case (Const(str(name)),), _ if not name.startswith("."):
            pass
        case _:
            return None
    found = machine.load(name, importer) if importer is not None else None
    return found if found is not None else External(name)


def _reduce(machine: Machine, given: Arguments, span: Span) -> Value | None:
    if len(given.positional) < 2:
        return None
    items = elements(machine, given.positional[1], span)
    values = [*given.positional[2:3], *(present(entry) for entry in items.entries)]
    if items.rest is not None or not values or len(values) > machine.limits.unroll:
        return None
    result = values[0]
    for value in values[1:]:
        result = machine.call(given.positional[0], Arguments((result, value)), span)
    return result


def _zip_longest(machine: Machine, given: Arguments, span: Span) -> Value | None:
    columns = [elements(machine, value, span) for value in given.positional]
    if any(column.rest is not None for column in columns):
        return machine.call(Builtin("zip"), Arguments(given.positional), span)
    fill = given.get(None, "fillvalue") or Const(None)
    rows = zip_longest(*(map(present, column.entries) for column in columns), fillvalue=fill)
    return Sequence("list", {"items": Items(tuple(Tuple(row) for row in rows))})


_MODELS: dict[str, Callable[[Machine, Arguments, Span], Value | None]] = {
    "functools.partial": _partial,
    "functools.partialmethod": _partial,
    "functools.reduce": _reduce,
    "typing.get_args": _type_arguments,
    "typing_extensions.get_args": _type_arguments,
    "typing.cast": _second,
    "typing.assert_type": _first,
    "asyncio.run": _first,
    "anyio.run": _thread,
    "asyncio.gather": _gather,
    "asyncio.wait_for": _waited,
    "asyncio.wait": _all_done("asyncio.wait"),
    "asyncio.as_completed": _completed("asyncio.as_completed"),
    "concurrent.futures.wait": _all_done("concurrent.futures.wait"),
    "concurrent.futures.as_completed": _completed("concurrent.futures.as_completed"),
    "asyncio.create_task": _first,
    "asyncio.ensure_future": _first,
    "asyncio.shield": _first,
    "asyncio.to_thread": _thread,
    "nest_asyncio.apply": lambda machine, given, span: Const(None),
    "itertools.chain": _chain,
    "itertools.chain.from_iterable": _flatten,
    "itertools.pairwise": _pairwise,
    "itertools.product": _product,
    "itertools.combinations": _combinations(ordered=False),
    "itertools.permutations": _combinations(ordered=True),
    "itertools.zip_longest": _zip_longest,
    "itertools.cycle": _cycle,
    "collections.OrderedDict": _mapping,
    "collections.defaultdict": _defaultdict,
    "collections.deque": _deque,
    "copy.copy": _copy,
    "copy.deepcopy": _deep_copy,
    "dataclasses.replace": _replace,
    "dataclasses.asdict": _as_dict,
    "textwrap.dedent": _dedent,
    "inspect.cleandoc": _dedent,
    "types.SimpleNamespace": _namespace,
    "types.MappingProxyType": _first,
    "importlib.import_module": _import_module,
    **progress.MODELS,
}
