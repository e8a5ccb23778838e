"""Through which functions control came to a call, and whose words a prompt is made of."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agentlint.evaluate.relevance import named, parts
from agentlint.evaluate.values import (
    Arguments,
    Class,
    Const,
    Event,
    Function,
    Instance,
    Mapping,
    Module,
    Parameter,
    Sequence,
    Span,
    Tuple,
    Unknown,
    Value,
)
from agentlint.frameworks.handwired.values import texts

LONG = 20
"""A text of as many characters is written for this prompt, and not a word that is found anywhere."""
TRIVIAL = frozenset({"user", "system", "assistant", "role", "content", "text", "utf-8", "json", "json_object", "model",
                     "messages", "type", "name", "prompt", "none", "auto", "default", "true", "false", "unknown",
                     "function", "tool", "input", "output", "message"})  # fmt: skip
PLUMBING = frozenset({"llm", "client", "model", "model_name", "api_key", "base_url", "temperature", "logger", "url",
                      "provider", "messages", "history", "memory", "tools", "config"})  # fmt: skip
"""Attributes of an agent that say nothing of its role."""


@dataclass(frozen=True, slots=True, eq=False)
class Frame:
    """A function that was running: what it was given, its object, and the call in it that led on."""

    function: Function
    given: Arguments
    this: Instance | Class | None
    site: Span


def frames(event: Event) -> tuple[Frame, ...]:
    """The functions that were running when something happened, outermost first."""
    sites = (*event.calls[1:], event.span)
    return tuple(
        Frame(function, given, _this(function, given), site)
        for (function, given), site in zip(event.running, sites, strict=False)
    )


def _this(function: Function, given: Arguments) -> Instance | Class | None:
    first = given.positional[0] if given.positional else None
    return first if function.owner is not None and isinstance(first, Instance | Class) else None


@dataclass(frozen=True, slots=True)
class Share:
    """What a function adds to a prompt: its own texts, and those that its object was made with."""

    texts: tuple[str, ...]
    role: tuple[Value, ...] = ()

    @property
    def strong(self) -> bool:
        return bool(self.role) or any(len(text.strip()) >= LONG for text in self.texts)


def share(frame: Frame, said: frozenset[str], held: frozenset[int]) -> Share:
    """What the function of a frame adds to a prompt that is made of the texts ``said`` and of the values ``held``."""
    whole = "\0".join(said)
    own = tuple(
        text
        for text in written(frame.function)
        if text.strip().lower() not in TRIVIAL
        and (text in said if len(text.strip()) < LONG else text in said or text.strip() in whole)
    )
    return Share(own, tuple(_role(frame.this, said, held)) if isinstance(frame.this, Instance) else ())


def _role(this: Instance, said: frozenset[str], held: frozenset[int]) -> Iterator[Value]:
    """The attributes of an object that are part of the prompt, of those that it was made with."""
    given = this.created.arguments
    told = [*given.positional, *(value for _, value in given.keywords)]
    for name, value in this.cells.items():
        if name in PLUMBING:
            continue
        match value:
            case Const(str(text)) if len(text) > 2 and text in said and value in told:
                yield value
            case Unknown(origin=Parameter()) if id(value) in held:
                yield value


@lru_cache(maxsize=4096)
def _literals(node: ast.AST) -> tuple[str, ...]:
    prose = {
        id(part.body[0].value)
        for part in parts(node)
        if isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        and part.body
        and isinstance(part.body[0], ast.Expr)
    }
    found = (
        part.value
        for part in parts(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str) and id(part) not in prose
    )
    return tuple(dict.fromkeys(text for text in found if len(text.strip()) > 2))


def written(function: Function) -> tuple[str, ...]:
    """The texts that stand in a function, and those of the names around it that it uses."""
    found = list(_literals(function.node))
    used = named(function.node)
    for scope in function.scopes:
        for name in used:
            found += _kept(scope.get(name), used)
    if function.owner is not None:
        for name in used:
            found += _kept(function.owner.cells.get(name), used)
    return tuple(dict.fromkeys(found))


def _kept(value: Value | None, used: frozenset[str]) -> list[str]:
    match value:
        case Const(str(text)) if len(text.strip()) > 2:
            return [text]
        case Mapping() | Sequence() | Tuple():
            return [text for text in texts(value) if len(text.strip()) > 2]
        case Module(cells=cells):
            return [text for name in used for text in _kept(cells.get(name), frozenset())]
        case Class(cells=cells):
            return [text for name in used for text in _kept(cells.get(name), frozenset())]
        case _:
            return []
