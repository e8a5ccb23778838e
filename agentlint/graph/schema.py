"""JSON Schemas of what is published, read off its dataclasses. `schema.json` holds that of the graphs."""

import builtins
import json
import types
import typing
from collections.abc import Mapping
from dataclasses import MISSING, fields
from enum import StrEnum
from types import MappingProxyType, NoneType
from typing import Any, get_args, get_origin, get_type_hints

from agentlint.graph.evidence import Fact
from agentlint.graph.json import IDENTIFIED, Document

SCALARS: Mapping[type, str] = MappingProxyType(
    {str: "string", bool: "boolean", int: "integer", float: "number", NoneType: "null"}
)


def text() -> str:
    """The schema as it stands in `schema.json`."""
    return json.dumps(schema(Document, "agentlint graph --format json"), indent=2) + "\n"


def schema(document: type, title: str) -> dict[str, Any]:
    """The schema of what `plain` makes of a ``document``."""
    definitions: dict[str, Any] = {}
    root = _define(document, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": title,
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _define(kind: type, definitions: dict[str, Any]) -> dict[str, str]:
    """A reference to the definition of ``kind``, which is made unless it stands."""
    if kind.__name__ not in definitions:
        definitions[kind.__name__] = {}
        definitions[kind.__name__].update(
            _enum(kind) if issubclass(kind, StrEnum) else _object(kind, definitions), description=_description(kind)
        )
    return {"$ref": f"#/$defs/{kind.__name__}"}


def _enum(kind: type[StrEnum]) -> dict[str, Any]:
    return {"type": "string", "enum": [member.value for member in kind]}


def _object(kind: type, definitions: dict[str, Any]) -> dict[str, Any]:
    hints = get_type_hints(kind)
    properties: dict[str, Any] = {"identity": {"type": "string"}} if kind in IDENTIFIED else {}
    required = list(properties)
    for field in fields(kind):
        hint = hints[field.name]
        if field.default is None:
            hint, _ = get_args(hint)
        elif field.default is MISSING or not issubclass(kind, Fact):
            required.append(field.name)
        properties[field.name] = _schema(hint, definitions)
    return {"type": "object", "properties": properties, "required": required}


def _schema(hint: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    match get_origin(hint), get_args(hint):
        case typing.Literal, (value,):
            return {"const": value}
        case types.UnionType, options:
            return {"anyOf": [_schema(option, definitions) for option in options]}
        case builtins.tuple, (item, builtins.Ellipsis):
            return {"type": "array", "items": _schema(item, definitions)}
        case builtins.tuple, items:
            places = [_schema(item, definitions) for item in items]
            return {"type": "array", "prefixItems": places, "minItems": len(places), "maxItems": len(places)}
        case _:
            return {"type": SCALARS[hint]} if hint in SCALARS else _define(hint, definitions)


def _description(kind: type) -> str:
    return " ".join((kind.__doc__ or "").replace("``", "`").split())
