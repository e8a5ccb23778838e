"""Tables of settings: a dataclass is the declaration of its keys, and all that is known of them is read from it."""

from collections.abc import Mapping
from dataclasses import Field, dataclass, field, fields
from typing import Any, Generic, TypeVar, cast

from agentlint.settings.kinds import At, Invalid, Kind, Schema, called
from agentlint.settings.vocabulary import Vocabulary, meant

T = TypeVar("T")


def key(kind: Kind[T], default: T, doc: str) -> T:
    """A key that may be left out."""
    return field(default_factory=lambda: default, metadata={"kind": kind, "doc": doc, "default": default})


def required(kind: Kind[T], doc: str) -> T:
    """A key that must be there."""
    return cast(T, field(metadata={"kind": kind, "doc": doc}))


@dataclass(frozen=True, slots=True)
class Key:
    """A key as it is written, with what may be said of it."""

    name: str
    field: str
    kind: Kind[Any]
    doc: str
    default: object
    required: bool


def keys(table: type) -> dict[str, Key]:
    """The keys of a table, by name: a field that is declared otherwise is none."""
    declared: tuple[Field[Any], ...] = fields(table)
    return {
        one.name.replace("_", "-"): Key(
            one.name.replace("_", "-"),
            one.name,
            one.metadata["kind"],
            one.metadata["doc"],
            one.metadata.get("default"),
            "default" not in one.metadata,
        )
        for one in declared
        if "kind" in one.metadata
    }


def read_keys(known: Mapping[str, Key], value: object, at: At) -> dict[str, Any]:
    """What a table says, by field. Everything that is wrong with it is put on record."""
    if not isinstance(value, dict):
        raise at.wrong(f"expected a table, not {called(value)}")
    for name in value:
        if name not in known:
            at.inside(name).wrong_key(f"unknown key `{name}`", meant(name.replace("_", "-"), list(known)))
    written = ((name, said) for name, said in value.items() if name in known)
    read = at.each(written, lambda said, there: known[str(there.way[-1])].kind.read(said, there))
    return {known[name].field: said for name, said in read.items()}


def schema_of(known: Mapping[str, Key], vocabulary: Vocabulary) -> Schema:
    """The JSON Schema of a table."""
    properties = {name: {**one.kind.schema(vocabulary), "description": one.doc} for name, one in known.items()}
    needed = [name for name, one in known.items() if one.required]
    return {
        "type": "object",
        "additionalProperties": False,
        "properties": properties,
        **({"required": needed} if needed else {}),
    }


@dataclass(frozen=True)
class Record(Kind[T], Generic[T]):
    """A table with keys that agentlint chooses."""

    table: type[T]

    def __str__(self) -> str:
        return "table"

    def read(self, value: object, at: At) -> T:
        known = keys(self.table)
        before = len(at.mistakes)
        written = read_keys(known, value, at)
        absent = [name for name, one in known.items() if one.required and isinstance(value, dict) and name not in value]
        for name in absent:
            at.wrong_key(f"`{name}` is missing")
        if any(one.fatal for one in at.mistakes[before:]):
            raise Invalid
        return self.table(**written)

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return schema_of(keys(self.table), vocabulary)
