"""Abstract values: what an expression may be, and where that comes from.

Immutable values compare by content. Things with identity (functions, classes, objects, lists, dicts) compare by
identity and keep what may change in `Cells`, so that branches can be run and joined.
"""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache
from types import EllipsisType
from typing import TypeAlias

from agentlint.graph.evidence import Location
from agentlint.source import SourceModule

Cells: TypeAlias = dict["Value | str", "Value"]


class Structural:
    """Equality by content, with the hash kept: values nest deeply and share parts, and are compared all the time."""

    __slots__ = ("_hash",)
    __match_args__: tuple[str, ...] = ()
    _hash: int

    def _content(self) -> tuple[object, ...]:
        return tuple(getattr(self, name) for name in self.__match_args__)

    def __hash__(self) -> int:
        try:
            return self._hash
        except AttributeError:
            object.__setattr__(self, "_hash", hash((type(self), self._content())))
            return self._hash

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or hash(self) != hash(other):
            return False
        assert isinstance(other, Structural)
        return self._content() == other._content()


@dataclass(frozen=True, slots=True)
class Span:
    """A node of some module's syntax: a place, cheap to keep, turned into a `Location` only when it is told."""

    module: SourceModule
    node: ast.AST

    @property
    def location(self) -> Location:
        return self.module.location(self.node)

    @property
    def text(self) -> str:
        return self.module.segment(self.node)


@dataclass(frozen=True, slots=True, eq=False)
class Condition(Structural):
    """A test on the path to here, and how it came out."""

    test: "Value"
    holds: bool
    span: Span


Conditions: TypeAlias = tuple[Condition, ...]


@dataclass(frozen=True, slots=True)
class Const:
    """A value known to the last bit."""

    value: str | bytes | int | float | complex | bool | EllipsisType | None


@dataclass(frozen=True, slots=True)
class Absent:
    """No value at all: an unbound name, a missing key, an element that is not there on this path."""


@dataclass(frozen=True, slots=True, eq=False)
class Tuple(Structural):
    """A tuple of known length. ``weight`` counts what is in it however deep: shared parts make that grow fast."""

    items: tuple["Value", ...]
    weight: int = field(init=False, repr=False)

    def __post_init__(self) -> None:
        weight = sum(item.weight if isinstance(item, Tuple) else 1 for item in self.items)
        object.__setattr__(self, "weight", weight)


@dataclass(frozen=True, slots=True, eq=False)
class Items(Structural):
    """The contents of a list or set at one moment. ``rest`` stands for any number of further, unknown elements."""

    entries: tuple["Value", ...] = ()
    rest: "Value | None" = None


@dataclass(eq=False, slots=True)
class Sequence:
    """A list, set, frozenset, deque or generator; its `Items` are in the cell ``items``."""

    kind: str
    cells: Cells

    @property
    def items(self) -> Items:
        items = self.cells["items"]
        return items if isinstance(items, Items) else Items(rest=items)

    @property
    def rest(self) -> "Value | None":
        return self.items.rest


REST = "*"
FACTORY = "factory"
SHORTENED = "shortened"
"""The cell of a list from which something was taken."""


@dataclass(eq=False, slots=True)
class Mapping:
    """A dict: one cell a key; ``*`` holds the value of keys that are not known, ``factory`` makes missing values."""

    cells: Cells

    @property
    def rest(self) -> "Value | None":
        return self.cells.get(REST)

    def known(self) -> Iterator[tuple["Value", "Value"]]:
        """The keys that are known, with their values."""
        for key, value in self.cells.items():
            if not isinstance(key, str):
                yield key, value


@dataclass(frozen=True, slots=True)
class Parameter:
    """The root of an access path: an argument that nobody has given yet."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ItemOf(Structural):
    """``base[key]``."""

    base: "Value"
    key: "Value"


@dataclass(frozen=True, slots=True, eq=False)
class AttributeOf(Structural):
    """``base.name``."""

    base: "Value"
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class ElementOf(Structural):
    """Some element met while iterating over ``base``."""

    base: "Value"


@dataclass(frozen=True, slots=True, eq=False)
class ResultOf(Structural):
    """What calling ``callee`` gave."""

    callee: "Value"
    arguments: tuple["Value", ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class Comparison(Structural):
    """``left operator right``, the operator spelt as in Python."""

    left: "Value"
    operator: str
    right: "Value"


@dataclass(frozen=True, slots=True, eq=False)
class Combination(Structural):
    """Several values combined by an operator (`+`, `and`, `not`, `f""`), or too many to be told apart (`any of`)."""

    operator: str
    operands: tuple["Value", ...]


@dataclass(frozen=True, slots=True, eq=False)
class Caught(Structural):
    """The exception of type ``kind`` that a handler caught."""

    kind: "Value"


@dataclass(frozen=True, slots=True, eq=False)
class Earlier(Structural):
    """What a name held when a round of a loop began that gives it another value."""

    name: str


Origin: TypeAlias = (
    Caught | Earlier | Parameter | ItemOf | AttributeOf | ElementOf | ResultOf | Comparison | Combination
)


@dataclass(frozen=True, slots=True, eq=False)
class Unknown(Structural):
    """A value that the source does not fix, with the reason, and the access path that it came by.

    ``annotation`` is the type that the source declares for it, as a value. ``depth`` bounds the length of the path.
    """

    reason: str
    span: Span | None = None
    origin: Origin | None = None
    annotation: "Value | None" = None
    depth: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class Choice(Structural):
    """One of several values, each with the conditions under which it is the one (which are no part of what it is)."""

    options: tuple[tuple["Value", Conditions], ...]

    def _content(self) -> tuple[object, ...]:
        return tuple(value for value, _ in self.options)


@dataclass(frozen=True, slots=True)
class External:
    """Something outside the project, by its qualified name."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Member(Structural):
    """An attribute of something whose class is not project code."""

    base: "Value"
    name: str


@dataclass(frozen=True, slots=True, eq=False)
class Subscripted(Structural):
    """A type applied to arguments: ``Literal["a"]``, ``Command[Literal["a"]]``, ``A | B`` (as `Union`)."""

    base: "Value"
    arguments: tuple["Value", ...]


@dataclass(eq=False, slots=True)
class Module:
    """A project module; its names are cells."""

    name: str
    source: SourceModule
    cells: Cells
    is_package: bool = False


FunctionNode: TypeAlias = ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda


@dataclass(eq=False, slots=True)
class Function:
    """A project function or lambda with its closure; ``owner`` is the class in whose body it stands.

    ``declared`` are the classes that its annotations name where it is defined: a later cell may redefine them.
    """

    node: FunctionNode
    module: Module
    scopes: tuple[Cells, ...]
    name: str
    qualname: str
    defaults: dict[str, "Value"]
    owner: "Class | None" = None
    decorators: tuple["Value", ...] = ()
    cells: Cells = field(default_factory=dict)
    declared: dict[str, "Class"] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(self.module.source, self.node)


@dataclass(frozen=True, slots=True, eq=False)
class Method(Structural):
    """A function bound to its first argument."""

    function: "Value"
    this: "Value"


@dataclass(frozen=True, slots=True, eq=False)
class Partial(Structural):
    """``functools.partial(function, …)``."""

    function: "Value"
    arguments: "Arguments"


@dataclass(frozen=True, slots=True)
class Property:
    """A function that runs when the attribute is read, and one that runs when it is written."""

    function: "Value"
    setter: "Value | None" = None


@dataclass(frozen=True, slots=True)
class Static:
    """A function in a class that takes no instance."""

    function: "Value"


@dataclass(frozen=True, slots=True)
class ClassBound:
    """A function in a class that takes the class."""

    function: "Value"


@dataclass(frozen=True, slots=True)
class Builtin:
    """A Python builtin or a standard-library function that the evaluator can run."""

    name: str


@dataclass(frozen=True, slots=True)
class BuiltinMethod:
    """A method of a builtin value (``"a".upper``, ``[].append``)."""

    this: "Value"
    name: str


@dataclass(eq=False, slots=True)
class Class:
    """A project class. ``fields`` are annotated names of its body, whose types are evaluated on demand."""

    node: ast.ClassDef
    module: Module
    scopes: tuple[Cells, ...]
    name: str
    qualname: str
    bases: tuple["Value", ...]
    cells: Cells
    keywords: dict[str, "Value"]
    decorators: tuple["Value", ...] = ()
    fields: dict[str, ast.expr] = field(default_factory=dict)

    @property
    def span(self) -> Span:
        return Span(self.module.source, self.node)


@dataclass(frozen=True, slots=True)
class Super:
    """``super()``: attributes of ``this`` as the classes behind ``owner`` have them."""

    owner: Class
    this: "Value"


@dataclass(frozen=True, slots=True, eq=False)
class Arguments(Structural):
    """The arguments of a call. ``rest`` is set where a ``*`` or ``**`` of unknown contents was passed."""

    positional: tuple["Value", ...] = ()
    keywords: tuple[tuple[str, "Value"], ...] = ()
    rest: "Value | None" = None

    @property
    def values(self) -> tuple["Value", ...]:
        """All that is given: by position, then by name, then what is spread without being known."""
        more = () if self.rest is None else (self.rest,)
        return (*self.positional, *(value for _, value in self.keywords), *more)

    def get(self, position: int | None, *names: str) -> "Value | None":
        """The argument at ``position`` or under one of ``names``; None where it is not given."""
        for name, value in self.keywords:
            if name in names:
                return value
        if position is not None and position < len(self.positional):
            return self.positional[position]
        return None


@dataclass(frozen=True, slots=True)
class Repetition:
    """A loop whose body was run once to stand for any number of rounds."""

    span: Span


@dataclass(frozen=True, slots=True)
class Round:
    """One round of the loop, comprehension or recursion at ``span``; all of its rounds are alike.

    ``element`` is what a ``for`` takes in it; None where nothing is taken.
    """

    span: Span
    element: "Value | None" = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Guard:
    """Inside the body of the ``try`` at ``span``, with what its handlers catch."""

    span: Span
    caught: tuple["Value", ...] = ()


@dataclass(frozen=True, slots=True)
class Rescue:
    """Inside an exception handler of the ``try`` at ``span``."""

    span: Span


@dataclass(frozen=True, slots=True)
class Held:
    """Inside the body of a ``with`` that holds a value: a time limit, a pool, what suppresses errors."""

    value: "Value"
    span: Span


@dataclass(frozen=True, slots=True)
class Wrapped:
    """Inside a function that foreign code decorates, with the decorator at ``span``."""

    value: "Value"
    span: Span


Enclosing: TypeAlias = Round | Guard | Rescue | Held | Wrapped


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to an object: a call of ``method`` on ``target``, in program order.

    ``conditions`` is the path condition under which it happens, ``loops`` the loops of unknown length around it,
    ``calls`` the call sites that led here, outermost first, ``enclosing`` the loops, ``try`` and ``with`` statements
    around it in all functions that are running, outermost first. ``running`` are these functions, with what each of
    them was given.
    """

    target: "Value"
    method: str
    arguments: Arguments
    span: Span
    conditions: Conditions
    loops: tuple[Repetition, ...]
    calls: tuple[Span, ...]
    serial: int
    scope: "Function | None" = None
    enclosing: tuple[Enclosing, ...] = ()
    running: tuple[tuple["Function", Arguments], ...] = field(default=(), compare=False, repr=False)


@dataclass(eq=False, slots=True)
class Traced:
    """An object that foreign code made: what ``callee`` returned. Every later event on it is logged."""

    callee: "Value"
    created: Event
    cells: Cells
    events: list[Event]


@dataclass(eq=False, slots=True)
class Instance:
    """An object of a project class. Calls that its foreign bases answer are logged like those on a `Traced`."""

    cls: Class
    created: Event
    cells: Cells
    events: list[Event]


Value: TypeAlias = (
    Const | Absent | Tuple | Items | Sequence | Mapping | Unknown | Choice | External | Member | Subscripted | Module
    | Function | Method | Partial | Property | Static | ClassBound | Builtin | BuiltinMethod | Class | Super | Traced
    | Instance
)  # fmt: skip

NONE = Const(None)
TRUE = Const(True)
FALSE = Const(False)
ABSENT = Absent()

MAX_PATH = 12
MAX_WEIGHT = 100_000
_LONGEST: ContextVar[int] = ContextVar("longest access path", default=MAX_PATH)


@contextmanager
def paths_up_to(steps: int) -> Iterator[None]:
    """Keep access paths of more than the usual length meanwhile: for who follows a value through many hands."""
    before = _LONGEST.set(steps)
    try:
        yield
    finally:
        _LONGEST.reset(before)


def unknown(
    reason: str, span: Span | None = None, origin: Origin | None = None, annotation: Value | None = None
) -> Unknown:
    """An unknown value; its access path is cut where it grows past ``MAX_PATH`` steps."""
    depth = 0
    match origin:
        case None | Parameter() | Caught():
            pass
        case ItemOf(base, key):
            depth = max(_depth(base), _depth(key)) + 1
        case AttributeOf(base, _) | ElementOf(base):
            depth = _depth(base) + 1
        case ResultOf(callee, arguments):
            depth = max(_depth(callee), *map(_depth, arguments), 0) + 1
        case Comparison(left, _, right):
            depth = max(_depth(left), _depth(right)) + 1
        case Combination(_, operands):
            depth = max(map(_depth, operands), default=0) + 1
    if depth > MAX_PATH and depth > _LONGEST.get():
        origin, depth = None, 0
    made = Unknown(reason, span, origin, annotation, depth)
    return made if _tests_choice(origin) else _shared(made)


def _tests_choice(origin: Origin | None) -> bool:
    """Whether a test is of a choice: it is kept which one it was, for others may look the same."""
    match origin:
        case Comparison(Choice(), _, _):
            return True
        case Combination("and" | "or" | "not", operands):
            return any(
                isinstance(one, Choice) or (isinstance(one, Unknown) and _tests_choice(one.origin)) for one in operands
            )
        case _:
            return False


@lru_cache(maxsize=1 << 16)
def _shared(value: Unknown) -> Unknown:
    """Equal values as one object, so that comparing what is built from them is comparing identities."""
    return value


def _depth(value: Value) -> int:
    match value:
        case Unknown():
            return value.depth
        case Choice(options):
            return max((_depth(option) for option, _ in options), default=0)
        case Tuple(items):
            return max(map(_depth, items), default=0) if value.weight <= MAX_WEIGHT else MAX_PATH
        case Member(base, _):
            return _depth(base) + 1
        case _:
            return 0


ANY_KEY = Unknown("key not known")


def all_of(value: Value) -> Unknown:
    """What a dict holds under keys that are not known, once all that another one holds was put into it."""
    return unknown("key not known", None, ItemOf(value, ANY_KEY))


def source_of(rest: Value | None) -> Value | None:
    """The dict whose contents `all_of` or a loop over its keys put there; None for anything else."""
    match rest:
        case Unknown(origin=ItemOf(base, key)) if key == ANY_KEY:
            return base
        case Unknown(origin=ItemOf(base, Unknown(origin=ElementOf(keys)))) if keys is base:
            return base
        case Choice(((inner, _), (Absent(), _)) | ((Absent(), _), (inner, _))):
            return source_of(inner)
        case _:
            return None


def may_miss(entry: Value) -> bool:
    """Whether an element or key may not be there."""
    return isinstance(entry, Choice) and any(isinstance(option, Absent) for option, _ in entry.options)


def options(value: Value) -> tuple[tuple[Value, Conditions], ...]:
    """The alternatives of a value with their conditions: one, unless it is a choice."""
    return value.options if isinstance(value, Choice) else ((value, ()),)
