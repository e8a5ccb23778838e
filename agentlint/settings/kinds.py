"""What the value of a setting may be: how it is read, how a JSON Schema tells it, and what documents call it."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path
from typing import Any, Generic, TypeVar

from pathspec import GitIgnoreSpec

from agentlint.settings.mistakes import Mistake, Span
from agentlint.settings.places import Path as Way
from agentlint.settings.places import Places
from agentlint.settings.vocabulary import Vocabulary, meant

T_co = TypeVar("T_co", covariant=True)
T = TypeVar("T")
Schema = dict[str, Any]


class Invalid(Exception):  # noqa: N818 - never leaves this package
    """A value that cannot be used: the mistake is on record."""


@dataclass(frozen=True, slots=True)
class Source:
    """A text that somebody wrote settings in: its ``name`` for people, and the ``folder`` that its paths begin in."""

    name: str
    folder: Path
    text: str
    places: Places

    @classmethod
    def of(cls, name: str, folder: Path, text: str) -> "Source":
        """The source with that text."""
        return cls(name, folder, text, Places(text))

    def mistake(self, span: Span, message: str, hint: str = "", *, fatal: bool = True) -> Mistake:
        """What is wrong at a place of it."""
        return Mistake(self.name, span, message, hint, fatal, tuple(self.text.split("\n")))


@dataclass(frozen=True, slots=True)
class At:
    """The place that is being read. ``mistakes`` are those of the whole run so far."""

    source: Source
    way: Way
    vocabulary: Vocabulary
    mistakes: list[Mistake] = field(repr=False)

    def inside(self, part: str | int) -> "At":
        """A place one step further in."""
        return replace(self, way=(*self.way, part))

    def wrong(self, message: str, hint: str = "") -> Invalid:
        """Put a value that cannot be used on record."""
        self.mistakes.append(self.source.mistake(self.source.places.value(self.way), message, hint))
        return Invalid()

    def wrong_key(self, message: str, hint: str = "", *, fatal: bool = True) -> None:
        """Put a key on record that means nothing."""
        self.mistakes.append(self.source.mistake(self.source.places.key(self.way), message, hint, fatal=fatal))

    def doubtful(self, message: str, hint: str = "") -> None:
        """Put a value on record that means nothing to this version."""
        self.mistakes.append(self.source.mistake(self.source.places.value(self.way), message, hint, fatal=False))

    def each(self, values: Iterable[tuple[Any, object]], read: Callable[[object, "At"], T]) -> dict[Any, T]:
        """Everything that can be read: one wrong value does not hide the next."""
        good = {}
        for part, value in values:
            try:
                good[part] = read(value, self.inside(part))
            except Invalid:
                continue
        return good


class Kind(Generic[T_co]):
    """A kind of values. As a string, it is what documents call it."""

    def __str__(self) -> str:
        raise NotImplementedError

    def read(self, value: object, at: At) -> T_co:
        """``value`` as it is used. Raises `Invalid` after putting on record what is wrong."""
        raise NotImplementedError

    def schema(self, vocabulary: Vocabulary) -> Schema:
        """The JSON Schema of such values."""
        raise NotImplementedError


def called(value: object) -> str:
    """What TOML calls a value of that type."""
    match value:
        case bool():
            return "a boolean"
        case int():
            return "an integer"
        case float():
            return "a number"
        case str():
            return "a string"
        case list():
            return "a list"
        case dict():
            return "a table"
        case _:
            return "a date or time"


class Flag(Kind[bool]):
    """Yes or no."""

    def __str__(self) -> str:
        return "boolean"

    def read(self, value: object, at: At) -> bool:
        if not isinstance(value, bool):
            raise at.wrong(f"expected true or false, not {called(value)}")
        return value

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "boolean"}


@dataclass(frozen=True)
class Whole(Kind[int]):
    """A whole number that is not too small."""

    least: int = 0

    def __str__(self) -> str:
        return "integer"

    def read(self, value: object, at: At) -> int:
        if not isinstance(value, int) or isinstance(value, bool):
            raise at.wrong(f"expected an integer, not {called(value)}")
        if value < self.least:
            raise at.wrong(f"expected {self.least} or more")
        return value

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "integer", "minimum": self.least}


class Text(Kind[str]):
    """Words of the user."""

    def __str__(self) -> str:
        return "string"

    def read(self, value: object, at: At) -> str:
        if not isinstance(value, str):
            raise at.wrong(f"expected a string, not {called(value)}")
        return value

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "string"}


@dataclass(frozen=True)
class Choice(Kind[str]):
    """One of a few words."""

    words: tuple[str, ...]

    def __str__(self) -> str:
        return ", ".join(f'`"{word}"`' for word in self.words)

    def read(self, value: object, at: At) -> str:
        return _among(value, self.words, at)

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"enum": list(self.words)}


class Format(Kind[str]):
    """The name of an output format."""

    def __str__(self) -> str:
        return "output format"

    def read(self, value: object, at: At) -> str:
        return _among(value, at.vocabulary.formats, at)

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"enum": list(vocabulary.formats)}


def _among(value: object, words: tuple[str, ...], at: At) -> str:
    listed = ", ".join(f"`{word}`" for word in words)
    if not isinstance(value, str):
        raise at.wrong(f"expected one of {listed}, not {called(value)}")
    if value not in words:
        raise at.wrong(f"`{value}` is none of {listed}", meant(value, words))
    return value


@dataclass(frozen=True)
class RuleName(Kind[str]):
    """The id of a rule, or of a group of them where ``groups`` says so.

    Where ``lenient``, an unknown one is a warning: settings that ignore a rule must work for versions without it.
    """

    groups: bool = True
    lenient: bool = False

    def __str__(self) -> str:
        return "rule or group" if self.groups else "rule"

    def read(self, value: object, at: At) -> str:
        if not isinstance(value, str):
            raise at.wrong(f"expected the name of a {self}, not {called(value)}")
        known = (*at.vocabulary.rules, *(at.vocabulary.groups if self.groups else ()))
        if value not in known:
            message, hint = f"there is no {self} `{value}`", meant(value, known)
            if not self.lenient:
                raise at.wrong(message, hint)
            at.doubtful(message, hint)
        return value

    def schema(self, vocabulary: Vocabulary) -> Schema:
        known = [*vocabulary.rules, *(vocabulary.groups if self.groups else ())]
        return {"anyOf": [{"enum": known}, {"type": "string"}]} if self.lenient else {"enum": known}


class File(Kind[Path]):
    """A path, relative to the file that says it."""

    def __str__(self) -> str:
        return "path"

    def read(self, value: object, at: At) -> Path:
        if not isinstance(value, str) or not value:
            raise at.wrong("expected a path" + ("" if value == "" else f", not {called(value)}"))
        return at.source.folder / Path(value).expanduser()

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "string", "minLength": 1}


class RulesFolder(File):
    """A folder with rules in Python."""

    def read(self, value: object, at: At) -> Path:
        folder = super().read(value, at)
        try:
            at.vocabulary.house(folder)
        except ValueError as problem:
            raise at.wrong(str(problem)) from None
        return folder


@dataclass(frozen=True, slots=True, order=True)
class Glob:
    """A pattern as in `.gitignore`, for paths below ``folder``."""

    folder: Path
    pattern: str


class Pattern(Kind[Glob]):
    """A pattern of paths, relative to the file that says it."""

    def __str__(self) -> str:
        return "pattern"

    def read(self, value: object, at: At) -> Glob:
        if not isinstance(value, str) or not value.strip():
            raise at.wrong("expected a pattern of paths" + ("" if value == "" else f", not {called(value)}"))
        try:
            GitIgnoreSpec.from_lines([value])
        except ValueError:
            raise at.wrong("this is no pattern as in `.gitignore`") from None
        return Glob(at.source.folder, value)

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "string", "minLength": 1}


class Day(Kind[date]):
    """A date."""

    def __str__(self) -> str:
        return "date"

    def read(self, value: object, at: At) -> date:
        match value:
            case datetime():
                return value.date()
            case date():
                return value
            case str():
                try:
                    return date.fromisoformat(value)
                except ValueError:
                    pass
        raise at.wrong("expected a date, like `2030-12-31`")

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "string", "format": "date"}


@dataclass(frozen=True)
class ListOf(Kind[tuple[T, ...]]):
    """Values of one kind. Where it may not be ``empty``, to say nothing is a mistake."""

    kind: Kind[T]
    empty: bool = True

    def __str__(self) -> str:
        return f"list: {self.kind}"

    def read(self, value: object, at: At) -> tuple[T, ...]:
        if not isinstance(value, list):
            raise at.wrong(f"expected a list, not {called(value)}", "put it into brackets" if value else "")
        if not value and not self.empty:
            raise at.wrong("this list names nothing", "leave the key out")
        return tuple(at.each(enumerate(value), self.kind.read).values())

    def schema(self, vocabulary: Vocabulary) -> Schema:
        least = {} if self.empty else {"minItems": 1}
        return {"type": "array", "items": self.kind.schema(vocabulary), **least}


@dataclass(frozen=True)
class TableOf(Kind[Mapping[str, T]]):
    """A table with keys that the user chooses."""

    kind: Kind[T]
    keys: str = "name"

    def __str__(self) -> str:
        return f"table: {self.keys} = {self.kind}"

    def read(self, value: object, at: At) -> Mapping[str, T]:
        if not isinstance(value, dict):
            raise at.wrong(f"expected a table, not {called(value)}")
        return at.each(value.items(), self.kind.read)

    def schema(self, vocabulary: Vocabulary) -> Schema:
        return {"type": "object", "additionalProperties": self.kind.schema(vocabulary)}
