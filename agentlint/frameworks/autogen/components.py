"""Teams and agents that are stored as data: `X.load_component(…)` of a dict, or of a JSON file in the project.

A component is a mapping with the class as ``provider`` and the arguments as ``config``
(autogen-core 0.7.5, `_component_config.py`). It is read as the call that it stands for.
"""

import json
from collections.abc import Iterator
from dataclasses import replace
from posixpath import dirname, normpath

from agentlint.evaluate import Machine
from agentlint.evaluate.values import (
    Arguments,
    AttributeOf,
    Builtin,
    Cells,
    Const,
    Event,
    External,
    Items,
    Mapping,
    ResultOf,
    Sequence,
    Span,
    Traced,
    Unknown,
    Value,
)

STORED = "component"
"""The cell of what `load_component` returned that holds the component."""


def read_stored(machine: Machine) -> frozenset[str]:
    """Find what is loaded from data, and keep with it the object that the data describe; gives the files read."""
    files: set[str] = set()
    for made in machine.traced:
        if isinstance(made.callee, External) and made.callee.name.endswith(".load_component"):
            given = made.created.arguments.get(0, "model")
            path = _path(machine, given, made.created.span.module.path) if given is not None else None
            files |= {path} if path is not None else set()
            data = content(machine, path) if path is not None else given
            closed = isinstance(data, Mapping) and data.rest is None
            if data is not None and closed and isinstance(like := component(data, made.created), Traced):
                made.cells[STORED] = like
    return frozenset(files)


def _path(machine: Machine, value: Value, near: str) -> str | None:
    """The JSON file that a value was read from, beside the module that reads it, or under the root."""
    match value:
        case Traced(callee=External("json.load" | "json.loads")) if value.created.arguments.positional:
            path = _file(value.created.arguments.positional[0])
        case _:
            path = None
    places = (normpath(f"{dirname(near)}/{path}").lstrip("/"), normpath(path)) if path is not None else ()
    return next((place for place in places if not place.startswith("..") and machine.project.exists(place)), None)


def _file(value: Value) -> str | None:
    """The path of an open file, or of one whose text was read."""
    match value:
        case Unknown(origin=ResultOf(Builtin("open"), (Const(str(path)), *_))):
            return path
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, "read")), _)):
            return _file(base)
        case _:
            return None


def content(machine: Machine, path: str) -> Value | None:
    """What a JSON file holds, as a value; None where it is none."""
    try:
        return _value(json.loads(machine.project.read_text(path) or ""))
    except (ValueError, RecursionError):
        return None


def _value(data: object) -> Value:
    match data:
        case dict():
            return Mapping({Const(key): _value(held) for key, held in data.items()})
        case list():
            return Sequence("list", {"items": Items(tuple(map(_value, data)))})
        case str() | int() | float() | None:
            return Const(data)
        case _:
            return Const(None)


def component(value: Value, loaded: Event, places: Iterator[Span] | None = None) -> Value:
    """The value with a call in place of each component in it, which stands at the next of some ``places``."""
    match value:
        case Mapping():
            provider, config = value.cells.get(Const("provider")), value.cells.get(Const("config"))
            at = next(places, loaded.span) if provider is not None and places is not None else loaded.span
            if not isinstance(provider, Const) or not isinstance(config, Mapping):
                parts: Cells = {key: component(held, loaded, places) for key, held in value.known()}
                return Mapping(parts)
            given = tuple(
                (key.value, component(held, loaded, places))
                for key, held in config.known()
                if isinstance(key, Const) and isinstance(key.value, str)
            )
            made = External(str(provider.value))
            event = replace(loaded, target=made, method="__call__", arguments=Arguments((), given), span=at)
            return Traced(made, event, {}, [])
        case Sequence():
            entries = tuple(component(one, loaded, places) for one in value.items.entries)
            return Sequence(value.kind, {"items": Items(entries, value.rest)})
        case _:
            return value
