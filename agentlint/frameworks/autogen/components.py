"""Teams and agents that are stored as data: `X.load_component(…)` of a dict, or of a JSON file in the project.

A component is a mapping with the class as ``provider`` and the arguments as ``config``
(autogen-core 0.7.5, `_component_config.py`). It is read as the call that it stands for.
"""

import json
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
    Traced,
    Unknown,
    Value,
)

STORED = "component"
"""The cell of what `load_component` returned that holds the component."""


def read_stored(machine: Machine) -> None:
    """Find what is loaded from data, and keep with it the object that the data describe."""
    for made in machine.traced:
        if isinstance(made.callee, External) and made.callee.name.endswith(".load_component"):
            given = made.created.arguments.get(0, "model")
            data = _data(machine, given, made) if given is not None else None
            if data is not None and isinstance(like := _component(data, made.created), Traced):
                made.cells[STORED] = like


def _data(machine: Machine, value: Value, made: Traced) -> Value | None:
    match value:
        case Mapping() if value.rest is None:
            return value
        case Traced(callee=External("json.load" | "json.loads")) if value.created.arguments.positional:
            path = _file(value.created.arguments.positional[0])
            return _content(machine, path, made.created.span.module.path) if path is not None else None
        case _:
            return None


def _file(value: Value) -> str | None:
    """The path of an open file, or of one whose text was read."""
    match value:
        case Unknown(origin=ResultOf(Builtin("open"), (Const(str(path)), *_))):
            return path
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, "read")), _)):
            return _file(base)
        case _:
            return None


def _content(machine: Machine, path: str, near: str) -> Value | None:
    """A JSON file beside the module that reads it, or under the root, as a value."""
    for found in (normpath(f"{dirname(near)}/{path}").lstrip("/"), normpath(path)):
        if not found.startswith("..") and machine.project.exists(found):
            try:
                return _value(json.loads(machine.project.read_text(found) or ""))
            except (ValueError, RecursionError):
                return None
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


def _component(value: Value, loaded: Event) -> Value:
    """The value with a call in place of each component in it."""
    match value:
        case Mapping():
            provider, config = value.cells.get(Const("provider")), value.cells.get(Const("config"))
            if not isinstance(provider, Const) or not isinstance(config, Mapping):
                parts: Cells = {key: _component(held, loaded) for key, held in value.known()}
                return Mapping(parts)
            given = tuple(
                (key.value, _component(held, loaded))
                for key, held in config.known()
                if isinstance(key, Const) and isinstance(key.value, str)
            )
            made = External(str(provider.value))
            return Traced(made, Event(made, "__call__", Arguments((), given), loaded.span, loaded.conditions,
                                      loaded.loops, loaded.calls, loaded.serial, loaded.scope), {}, [])  # fmt: skip
        case Sequence():
            entries = tuple(_component(one, loaded) for one in value.items.entries)
            return Sequence(value.kind, {"items": Items(entries, value.rest)})
        case _:
            return value
