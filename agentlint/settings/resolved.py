"""Settings as they can be shown: plain values by dotted key, and where each was said."""

import json
import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from pathlib import Path
from typing import Any

from agentlint.settings.keys import keys
from agentlint.settings.kinds import Glob
from agentlint.settings.settings import GraphSettings, RuleSettings, Settings


@dataclass(frozen=True, slots=True)
class Resolved:
    """A key with its value in plain types. ``origins`` are the places that say it, none for a default."""

    key: str
    value: Any
    origins: tuple[str, ...]

    @property
    def written(self) -> str:
        """The value as TOML writes it, near enough to be read."""
        return _toml(self.value)


def resolved(settings: Settings) -> list[Resolved]:
    """All keys that have a value, in the order of their declaration; of a rule or a graph what is set for it."""
    rows: list[Resolved] = []
    for name, key in keys(Settings).items():
        value = getattr(settings, key.field)
        if name in ("rules", "graphs"):
            rows += [Resolved(way, _plain(said), settings.origins.get(way, ())) for way, said in _nested(name, value)]
        elif value is not None:
            rows.append(Resolved(name, _plain(value), settings.origins.get(name, ())))
    return rows


def _nested(name: str, tables: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    for inner, table in tables.items():
        way = f"{name}.{inner}"
        match table:
            case RuleSettings(level=level, options=options):
                if level is not None:
                    yield f"{way}.level", level
                yield from ((f"{way}.{field.replace('_', '-')}", value) for field, value in options.items())
            case GraphSettings(ignore=ignore, rules=rules):
                if ignore:
                    yield f"{way}.ignore", ignore
                yield from _nested(f"{way}.rules", rules)


def _plain(value: Any) -> Any:
    match value:
        case Path():
            return Path(os.path.normpath(value)).as_posix()
        case Glob(folder=folder, pattern=pattern):
            return f"{folder.as_posix()}: {pattern}"
        case date():
            return value.isoformat()
        case ((Glob(), _), *_):
            return {_plain(name): _plain(said) for name, said in value}
        case tuple():
            return [_plain(one) for one in value]
        case _ if is_dataclass(value):
            said = {field.name: getattr(value, field.name) for field in fields(value)}
            return {name: _plain(one) for name, one in said.items() if one not in (None, "", ())}
        case _:
            return value


def _toml(value: Any) -> str:
    match value:
        case bool() | str() | int() | float():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(_toml, value))}]"
        case dict():
            pairs = (f"{json.dumps(name, ensure_ascii=False)} = {_toml(one)}" for name, one in value.items())
            return f"{{ {', '.join(pairs)} }}"
        case _:
            return str(value)
