"""Where to look: the functions that lead to a call of a model, those that lead to most of them first."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from agentlint.evaluate import Machine, Outcome, outcomes
from agentlint.evaluate.calls import decorated
from agentlint.evaluate.functions import unfilled
from agentlint.evaluate.operators import truth
from agentlint.evaluate.program import tested
from agentlint.evaluate.relevance import named, parts
from agentlint.evaluate.values import (
    Arguments,
    Class,
    ClassBound,
    Function,
    Method,
    Module,
    Static,
    Traced,
    Value,
    options,
)
from agentlint.frameworks.handwired.objects import DEEPEST, object_of, stand_ins
from agentlint.frameworks.handwired.vocabulary import FRAMEWORKS
from agentlint.graph.evidence import Location
from agentlint.source.page import is_page
from agentlint.source.tests import is_test

ROUNDS = 8
MANY = 24
"""Functions of one name, past which the name does not tell them apart."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A function to look at, in its module; ``owner`` is the class whose object it is called on."""

    function: Function
    module: Module
    owner: Class | None = None
    static: bool = False

    @property
    def key(self) -> tuple[ast.AST, Class | None]:
        return self.function.node, None if self.static else self.owner


def by_hand(path: str, tree: ast.Module) -> bool:
    """Whether agents may be wired in a file: it is no test, no page, and imports no framework."""
    return not (is_test(path) or is_page(path) or wired_elsewhere(tree))


@lru_cache(maxsize=1024)
def wired_elsewhere(tree: ast.Module) -> bool:
    """Whether a module imports a framework that wires agents."""
    for node in parts(tree):
        match node:
            case ast.Import(names=names):
                found = [alias.name for alias in names]
            case ast.ImportFrom(module=str(module), level=0, names=names):
                found = [module, *(f"{module}.{alias.name}" for alias in names)]
            case _:
                continue
        if any(name == one or name.startswith(f"{one}.") for name in found for one in FRAMEWORKS - {"agents"}):
            return True
        if any(name in ("agents.Agent", "agents.Runner") for name in found):
            return True
    return False


def bases(machine: Machine) -> frozenset[str]:
    """The project classes that classes which lead to a model derive from: others are given objects under their name."""
    found: set[str] = set()
    for path in machine.relevance.modules:
        module = machine.modules.get(path)
        for value in module.cells.values() if module is not None else ():
            if isinstance(value, Class) and machine.relevance.mentions(path, value.node):
                found |= {base.name for base in value.bases if isinstance(base, Class)}
    return frozenset(found)


def entries(machine: Machine) -> list[Entry]:
    """The functions that lead to a call of a model."""
    found: list[Entry] = []
    for path, source in machine.relevance.modules.items():
        module = machine.modules.get(path)
        if module is None or not by_hand(path, source.tree):
            continue
        found += _of(machine, module)
    return found


def in_order(found: list[Entry], reached: list[int]) -> list[Entry]:
    """The functions as they are looked at: those first that lead to most others, and scripts before functions."""
    order = {
        entry.key: -(others.bit_count() + (entry.function.name == "<module>"))
        for entry, others in zip(found, reached, strict=True)
    }
    return sorted(found, key=lambda one: order[one.key])


def leads_to(found: list[Entry], reached: list[int], places: frozenset[Location]) -> frozenset[ast.AST]:
    """The functions that stand at one of some places, and all that they lead to."""
    taken = 0
    for index, (entry, others) in enumerate(zip(found, reached, strict=True)):
        at = entry.function.span.location
        if any(place == at or place.covers(at) for place in places):
            taken |= others | 1 << index
    return frozenset(entry.function.node for index, entry in enumerate(found) if taken >> index & 1)


def _of(machine: Machine, module: Module) -> Iterator[Entry]:
    script = _script(machine, module)
    if script is not None:
        yield Entry(script, module)
    path = module.source.path
    for value in list(module.cells.values()):
        for option, _ in options(value):
            match option:
                case Function() if option.module is module and machine.relevance.mentions(path, option.node):
                    yield Entry(option, module)
                case Traced():
                    match decorated(option):
                        case Function() as inner if inner.module is module:
                            if machine.relevance.mentions(path, inner.node):
                                yield Entry(inner, module)
                case Class() if option.module is module and machine.relevance.mentions(path, option.node):
                    yield from _methods(option, module)


def _methods(cls: Class, module: Module) -> Iterator[Entry]:
    for name, value in list(cls.cells.items()):
        match value:
            case Function() if name != "__init__":
                yield Entry(value, module, cls)
            case Static(Function() as function):
                yield Entry(function, module, cls, static=True)
            case ClassBound(Function() as function):
                yield Entry(function, module, cls, static=True)


def _script(machine: Machine, module: Module) -> Function | None:
    """The code at the top of a module and behind its main guard as a function; None where it leads to no model."""
    body: list[ast.stmt] = []
    own: list[ast.stmt] = []
    for statement in module.source.tree.body:
        match statement:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef() | ast.Import() | ast.ImportFrom():
                continue
            case ast.If(test=ast.Compare(left=ast.Name(id="__name__")), body=inner):
                body += inner
                own += inner
            case _:
                body.append(statement)
                own.append(statement)
    if not any(machine.relevance.mentions(module.source.path, one) and _calls(one) for one in own):
        return None
    nothing = ast.arguments([], [], None, [], [], None, [])
    first = body[0]
    node = ast.FunctionDef(name="<module>", args=nothing, body=body, decorator_list=[], returns=None)
    ast.copy_location(node, first)
    node.end_lineno = body[-1].end_lineno
    node.end_col_offset = body[-1].end_col_offset
    return Function(node, module, (module.cells,), "<module>", "<module>", {})


def _calls(statement: ast.stmt) -> bool:
    return any(isinstance(part, ast.Call) for part in parts(statement))


def leads(found: list[Entry]) -> list[int]:
    """The functions that each one leads to, by the names that it mentions: a bit for each of ``found``.

    A name that very many functions have means one in the same module.
    """
    by_name: dict[str, list[int]] = {}
    for index, entry in enumerate(found):
        for name in {entry.function.name, *([entry.owner.name] if entry.owner is not None else [])}:
            by_name.setdefault(name, []).append(index)
    near: list[list[int]] = []
    for entry in found:
        meant: set[int] = set()
        for name in named(entry.function.node):
            others = by_name.get(name, [])
            meant.update(
                others if len(others) <= MANY else (one for one in others if found[one].module is entry.module)
            )
        near.append(sorted(meant))
    reached = [sum(1 << other for other in others) for others in near]
    for _ in range(ROUNDS):
        before = list(reached)
        for index, others in enumerate(near):
            for other in others:
                reached[index] |= reached[other]
        if reached == before:
            break
    return [others & ~(1 << index) for index, others in enumerate(reached)]


def outcome_of(machine: Machine, entry: Entry) -> Outcome | None:
    """What a function does: on an object that the project makes or on one made up, with clients where it takes any."""
    value: Value = entry.function
    first: tuple[Value, ...] = ()
    if entry.owner is not None and not entry.static:
        this = object_of(machine, entry.owner, entry.function)
        if this is None:
            return None
        value = Method(entry.function, this)
    elif entry.owner is not None and any(
        isinstance(one, ClassBound) and one.function is entry.function for one in entry.owner.cells.values()
    ):
        first = (entry.owner,)
    skip = 1 if entry.owner is not None and (not entry.static or first) else 0
    made_up = stand_ins(machine, entry.function, skip, DEEPEST)
    given = Arguments(first, (*made_up, *_left_open(machine, entry.function, {name for name, _ in made_up})))
    found = outcomes(machine, value, given, entry.function.span)
    return found[0] if found else None


def _left_open(machine: Machine, function: Function, filled: set[str]) -> Iterator[tuple[str, Value]]:
    """The arguments that a function asks for, and may do without: callers give them, or not."""
    for name in tested(function):
        default = function.defaults.get(name)
        if name not in filled and default is not None and truth(default) in (False, None):
            yield name, unfilled(machine, function, name)
