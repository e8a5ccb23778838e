"""Through which functions control came to a call, and whose words a prompt is made of."""

import ast
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeAlias

from agentlint.evaluate.relevance import named
from agentlint.evaluate.values import (
    Arguments,
    Builtin,
    Class,
    Const,
    Event,
    External,
    Function,
    Instance,
    Mapping,
    Method,
    Module,
    Parameter,
    Partial,
    ResultOf,
    Span,
    Traced,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.handwired.titles import title
from agentlint.frameworks.handwired.unseen import FILE, UNSEEN, names, unseen
from agentlint.frameworks.handwired.values import parts as parts_of
from agentlint.frameworks.handwired.values import within
from agentlint.frameworks.handwired.wording import own_words

GENERIC = re.compile(r"^\W*you are (a |an )?(very )?(helpful|useful|friendly|smart)?[\w ,]{0,24}(assistant|ai|chatbot)"
                     r"[\w ,]{0,40}\W*$", re.IGNORECASE)  # fmt: skip
"""What a wrapper says where nobody gives the model a role."""
LONG = 20
"""A text of as many characters is written for this prompt, and not a word that is found anywhere."""
ROLE = re.compile(r"\byou are\b|\byou're an?\b|\bact as\b|\byour (task|role|job)\b|你是|作为", re.IGNORECASE)
"""How a text speaks that gives a model its role."""
TRIVIAL = frozenset({"user", "system", "assistant", "role", "content", "text", "utf-8", "json", "json_object", "model",
                     "messages", "type", "name", "prompt", "none", "auto", "default", "true", "false", "unknown",
                     "function", "tool", "input", "output", "message"})  # fmt: skip
ADDRESS = re.compile(r"\s*(\w+://\S*|[A-Z][A-Z0-9]*(_[A-Z0-9]+)+)\s*")
"""A text that is an address or the name of a variable of the environment."""
PLUMBING = frozenset({"llm", "client", "model", "model_name", "api_key", "base_url", "temperature", "logger", "url",
                      "provider", "messages", "history", "memory", "tools", "config"})  # fmt: skip
"""Attributes of an agent that say nothing of its role."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A function that was running: what it was given, its object with the name that it had, and the call in it that
    led on."""

    function: Function
    given: Arguments
    this: Instance | Class | None
    called: str | None
    site: Span


def gives_role(text: str) -> bool:
    """Whether a text gives a model its role, or stands for one that is read from somewhere else: for a whole role."""
    return ROLE.search(text) is not None or text.startswith(UNSEEN) or FILE.fullmatch(text) is not None


def frames(event: Event) -> tuple[Frame, ...]:
    """The functions that were running when something happened, outermost first."""
    sites = (*event.calls[1:], event.span)
    return tuple(
        Frame(function, given, this := _this(function, given), title(this), site)
        for (function, given), site in zip(event.running, sites, strict=False)
    )


def _this(function: Function, given: Arguments) -> Instance | Class | None:
    first = given.positional[0] if given.positional else None
    return first if function.owner is not None and isinstance(first, Instance | Class) else None


@dataclass(frozen=True, slots=True)
class Share:
    """What a function puts into a prompt: texts, what its object was made with, and whether there is anything else."""

    texts: tuple[str, ...] = ()
    role: tuple[Value, ...] = ()
    more: bool = False

    @property
    def strong(self) -> bool:
        """Whether that is more than a word."""
        return bool(self.role) or any(len(text.strip()) >= LONG or gives_role(text) for text in self.texts)


@dataclass(frozen=True, slots=True)
class Leaves:
    """What a value is made of in the end: constant texts, and other values by their identity.

    ``given`` are those of the others that are arguments nobody gives.
    """

    texts: frozenset[str]
    others: frozenset[int]
    given: frozenset[int] = frozenset()

    def without(self, other: "Leaves") -> "Leaves":
        """What is not in another value, as it is or as most of a longer text."""
        texts = frozenset(text for text in self.texts if not other.has(text) and other.texts.isdisjoint(names(text)))
        return Leaves(texts, self.others - other.others, self.given)

    def has(self, text: str) -> bool:
        """Whether a text is there, or one that is most of it."""
        return text in self.texts or any(
            len(one) > 3 and one in text and 2 * len(one) >= len(text) for one in self.texts
        )


Memo: TypeAlias = dict[int, Leaves]
"""The leaves of values by their identity, as long as nothing changes them."""


def leaves(values: Iterable[Value], answers: Callable[[Value], bool], memo: Memo | None = None) -> Leaves:
    """What values are made of; what ``answers`` holds for is not looked into."""
    known: Memo = {} if memo is None else memo
    found: list[Leaves] = []
    for value in values:
        if id(value) not in known:
            known[id(value)] = _leaves(value, answers)
        found.append(known[id(value)])
    texts, others, given = (frozenset[str](), frozenset[int](), frozenset[int]())
    return Leaves(
        texts.union(*(one.texts for one in found)),
        others.union(*(one.others for one in found)),
        given.union(*(one.given for one in found)),
    )


def _leaves(value: Value, answers: Callable[[Value], bool]) -> Leaves:
    texts: set[str] = set()
    others: set[int] = set()
    given: set[int] = set()
    read: set[int] = set()
    called: set[int] = set()
    for part in within(value, lambda part: id(part) in read or answers(part)):
        match part:
            case Const(str(text)):
                if _is_told(text):
                    texts.add(text)
            case Const() | External() | Builtin() | Function() | Class() | Module():
                continue
            case _ if id(part) not in called and (name := unseen(part)) is not None and not answers(part):
                texts.add(name)
                read.add(id(part))
            case Unknown() | Traced() if answers(part) or all(isinstance(one, Instance) for one in parts_of(part)):
                others.add(id(part))
                if isinstance(part, Unknown) and isinstance(part.origin, Parameter):
                    given.add(id(part))
            case Traced(callee=callee) | Unknown(origin=ResultOf(callee, _)):
                called.add(id(callee))
    return Leaves(frozenset(texts), frozenset(others), frozenset(given))


@lru_cache(maxsize=1 << 14)
def _is_told(text: str) -> bool:
    bare = text.strip()
    return bool(bare) and bare.lower() not in TRIVIAL and not ADDRESS.fullmatch(text)


def shares(around: Sequence[Frame], prompt: Leaves, answers: Callable[[Value], bool]) -> tuple[Share, ...]:
    """What each of the functions that are running puts into a prompt: what it hands on and was not given."""
    found: list[Share] = []
    memo: Memo = {}
    rest = prompt
    for level in range(len(around) - 1, -1, -1):
        frame = around[level]
        if not rest.texts and not rest.others:
            found.append(Share())  # all is said further inside
            continue
        given = leaves([*handed_to(frame), *_closed_over(frame.function)], answers, memo)
        added = rest.without(given)
        said = own_words(frame.function, frame.this)  # rounds of a loop may bring them back from outside
        own = {text for text in rest.texts & said if len(text.strip()) >= LONG}
        added = Leaves(added.texts | own, added.others, added.given)
        if isinstance(frame.this, Instance) and (level == 0 or around[level - 1].this is not frame.this):
            held = leaves(_held(frame.this), answers, memo)  # also where others have heard it, and say it again
            added = Leaves(added.texts | (rest.texts & held.texts), added.others, added.given)
        if level == 0:
            added = Leaves(added.texts, added.others - added.given)
        if isinstance(frame.function.node, ast.Lambda) or _calls_back(frame, around[level + 1 :]):
            found.append(Share())
            continue
        rest = Leaves(rest.texts - added.texts, rest.others - added.others, rest.given)
        plain = tuple(sorted((text for text in added.texts if not GENERIC.match(text)), key=len, reverse=True))
        role = tuple(_role(frame.this, added)) if isinstance(frame.this, Instance) else ()
        found.append(Share(plain, role, bool(added.others)))
    return tuple(reversed(found))


def _calls_back(frame: Frame, inner: Sequence[Frame]) -> bool:
    """Whether a function only runs another one that it was given."""
    running = {id(one.function.node) for one in inner}
    return any(id(one.node) in running for value in frame.given.positional for one in _functions(value))


def _functions(value: Value) -> Iterator[Function]:
    match value:
        case Function():
            yield value
        case Method(inner, _) | Partial(inner, _):
            yield from _functions(inner)


def _closed_over(function: Function) -> Iterator[Value]:
    """What a function takes from those around it; tables and functions, from which it chooses, are its own words.

    Of an object that is what it names: one that only writes down what is said gives it nothing.
    """
    around = function.scopes[:-1]
    if not around or function.owner is not None:
        return
    names = named(function.node)
    for name in names:
        match next((cells[name] for cells in around if name in cells), None):
            case None | Mapping() | Function() | Method() | Class():
                continue
            case Instance(cells=held):
                yield from (value for key, value in held.items() if key in names)
            case value:
                yield value


def handed_to(frame: Frame) -> list[Value]:
    """What a function was given, without its own object."""
    given = frame.given
    positional = given.positional[1:] if frame.this is not None else given.positional
    return [*positional, *(value for _, value in given.keywords), *([given.rest] if given.rest is not None else [])]


def _held(this: Instance) -> Iterator[Value]:
    """What an object remembers, without the other objects that it works with."""
    return (one for value in this.cells.values() for one, _ in options(value) if not isinstance(one, Instance))


def _role(this: Instance, added: Leaves) -> Iterator[Value]:
    """The attributes of an object that are part of the prompt, of those that it was made with."""
    given = this.created.arguments
    told = [*given.positional, *(value for _, value in given.keywords)]
    for name, value in this.cells.items():
        if str(name).lstrip("_") in PLUMBING or str(name).endswith("_id"):
            continue
        match value:
            case Const(str(text)) if len(text) > 2 and text in added.texts and value in told:
                yield value
            case Unknown(origin=Parameter()) if id(value) in added.others:
                yield value
