"""Which keys of the state go into a value with nothing left out: what grows with them has no bound of its own."""

import re
from collections.abc import Iterable
from functools import lru_cache

from agentlint.evaluate.values import (
    NONE,
    Absent,
    AttributeOf,
    Builtin,
    Choice,
    Combination,
    Const,
    ElementOf,
    External,
    Instance,
    ItemOf,
    Items,
    Mapping,
    Member,
    ResultOf,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.frameworks.paths import state_path

Keys = frozenset[str]

DEEPEST = 12
"""How far into nested values one looks: what lies deeper counts as left out."""
NO_KEYS: Keys = frozenset()
KEEPS = frozenset({"list", "tuple", "str", "repr", "reversed", "sorted", "json.dumps", "copy.copy", "copy.deepcopy",
                   "join", "format", "copy", "strip", "to_messages", "to_string", "format_messages", "format_prompt",
                   "get_buffer_string", "convert_to_messages", "add_messages", "messages_to_dict"})  # fmt: skip
"""Functions and methods that leave nothing out. Messages and prompts of LangChain take everything over, too."""
SHORTENS = frozenset({"trim_messages", "filter_messages", "RunnableLambda"})
"""What may leave messages out on the way through a chain."""


@lru_cache(maxsize=1 << 15)
def whole(value: Value, root: Value | None, depth: int = DEEPEST) -> Keys:
    """The keys of the state ``root`` that are in ``value`` unshortened; the empty name stands for all of the state."""
    if root is None or depth == 0:
        return NO_KEYS
    path = state_path(value, root)
    if path is not None:
        return NO_KEYS if "]" in path else frozenset({path})
    match value:
        case Choice():
            return _either(value, root, depth)
        case Items(entries, rest):
            return _all(entries, root, depth) | (_each(rest, root, depth - 1) if rest is not None else NO_KEYS)
        case Sequence():
            return whole(value.items, root, depth)
        case Tuple() | Mapping() | Instance() | Unknown(origin=Combination("+" | "%" | "f" | "or")):
            return _all(_parts(value), root, depth)
        case Traced(callee=callee) | Unknown(origin=ResultOf(callee)) if _keeps(callee):
            return _filled(_all(_parts(value), root, depth), callee)
        case Member(base, _):
            return whole(base, root, depth - 1)
        case Unknown(origin=ItemOf(base, Tuple((Const("slice"), lower, upper, _)))) if (lower, upper) == (NONE, NONE):
            return whole(base, root, depth - 1)
        case _:
            return NO_KEYS


def shortens(chain: Value) -> bool:
    """Whether a chain leaves messages out before its model sees them, or has a function of its own that may."""
    match chain:
        case Traced(callee=Member(base, "__or__" | "__ror__" | "pipe")):
            return any(map(shortens, (base, *chain.created.arguments.positional)))
        case Traced(callee=Member(base, _)):
            return shortens(base)
        case Traced(callee=External(name)):
            return name.rpartition(".")[2] in SHORTENS
        case Choice():
            return any(shortens(option) for option, _ in options(chain))
        case Traced() | External() | Instance() | Unknown() | Mapping():
            return False
        case _:
            return True


def variables(template: Value, depth: int = DEEPEST) -> Keys:
    """The names that a prompt, or a chain with one, asks for (`{question}`, `MessagesPlaceholder("messages")`)."""
    match template:
        case Const(str(text)):
            return frozenset(re.findall(r"\{(\w+)\}", text))
        case Traced(callee=External(name)) if name.endswith("MessagesPlaceholder"):
            held = template.created.arguments.get(0, "variable_name")
            return frozenset({held.value}) if isinstance(held, Const) and isinstance(held.value, str) else NO_KEYS
        case Traced() | Sequence() | Tuple() | Choice() if depth:
            return frozenset(name for part in _parts(template) for name in variables(part, depth - 1))
        case _:
            return NO_KEYS


def filled(keys: Keys, template: Value) -> Keys:
    """The keys that a prompt takes over where it is given all of the state."""
    return keys - {""} | variables(template) if "" in keys else keys


def _filled(keys: Keys, callee: Value) -> Keys:
    return filled(keys, callee.base) if isinstance(callee, Member) else keys


def _all(parts: Iterable[Value], root: Value, depth: int) -> Keys:
    return frozenset(name for part in parts for name in whole(part, root, depth - 1))


def _either(value: Choice, root: Value, depth: int) -> Keys:
    """What each alternative holds that is not empty anyway."""
    found = [whole(option, root, depth - 1) for option, _ in options(value) if not _is_empty(option)]
    return frozenset.intersection(*found) if found else NO_KEYS


def _is_empty(value: Value) -> bool:
    match value:
        case Const() | Absent() | Tuple(()):
            return True
        case Sequence():
            return value.items == Items()
        case _:
            return False


def _each(element: Value, root: Value, depth: int) -> Keys:
    """What a collection holds of which ``element`` stands for the rest: all elements of something, one by one."""
    if depth == 0:
        return NO_KEYS
    match element:
        case Unknown(origin=ElementOf(base)):
            return whole(base, root, depth)
        case Unknown(origin=AttributeOf(base, _) | ItemOf(base, Const())):
            return _each(base, root, depth - 1)
        case _:
            return frozenset(name for part in _parts(element) for name in _each(part, root, depth - 1))


def _parts(value: Value) -> tuple[Value, ...]:
    """What a value is made of, one level down."""
    match value:
        case Tuple(items) | Unknown(origin=Combination(_, items)):
            return items
        case Choice():
            return tuple(option for option, _ in options(value))
        case Items(entries, rest):
            return (*entries, *(() if rest is None else (rest,)))
        case Sequence():
            return _parts(value.items)
        case Mapping():
            return tuple(held for _, held in value.known())
        case Instance():
            return tuple(value.cells.values())
        case Traced(callee=callee):
            given = value.created.arguments
            return (*_before(callee), *given.positional, *(held for _, held in given.keywords))
        case Unknown(origin=ResultOf(callee, arguments)):
            return (*_before(callee), *arguments)
        case _:
            return ()


def _before(callee: Value) -> tuple[Value, ...]:
    """What a method is called on."""
    match callee:
        case Member(base, _) | Unknown(origin=AttributeOf(base, _)):
            return (base,)
        case _:
            return ()


def _keeps(callee: Value) -> bool:
    match callee:
        case Builtin(name):
            return name in KEEPS
        case External(name):
            last = name.rpartition(".")[2]
            made = name.startswith("langchain") and last.endswith(("Message", "Template", "Placeholder"))
            return name in KEEPS or last in KEEPS or made
        case Member(Traced(callee=made), _):
            return _keeps(made)
        case Member(External() as made, name) if name.startswith("from_"):
            return _keeps(made)
        case Member(_, name) | Unknown(origin=AttributeOf(_, name)):
            return name in KEEPS
        case _:
            return False
