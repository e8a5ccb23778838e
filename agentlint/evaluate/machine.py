"""The state of an evaluation: heap, path condition, call stack, budget, and the log of events."""

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol, TypeAlias

from agentlint.evaluate.heap import Delta, Heap, Key
from agentlint.evaluate.limits import Limits, OutOfFuel
from agentlint.evaluate.relevance import Relevance
from agentlint.evaluate.types import short
from agentlint.evaluate.values import (
    Arguments,
    Cells,
    Class,
    Condition,
    Conditions,
    Enclosing,
    Event,
    External,
    Function,
    Instance,
    Member,
    Module,
    Repetition,
    Span,
    Subscripted,
    Traced,
    Value,
    unknown,
)
from agentlint.source import Project


@dataclass(frozen=True, slots=True)
class Exit:
    """A way out of a function: the value, the path condition since the call, what was written by then."""

    value: Value
    conditions: Conditions
    delta: Delta | None
    span: Span
    implicit: bool = False


@dataclass(frozen=True, slots=True)
class Looped:
    """A loop that was run: ``span`` is the statement, ``over`` what a ``for`` goes through, ``count`` its known length.

    ``leaves`` are the path conditions, since the loop began, under which a ``break``, a ``return`` or the loop's own
    test ends it before its rounds are over; a ``while True`` that nothing leaves has none. ``skipped`` are elements
    that no round comes to, for one before them always ends the loop. ``idle`` are the path conditions of rounds after
    which the test of a ``while`` is what it was before, where others bring it nearer to its end, each with the place.
    """

    span: Span
    over: Value | None
    count: int | None
    leaves: tuple[Conditions, ...]
    conditions: Conditions
    enclosing: tuple[Enclosing, ...]
    calls: tuple[Span, ...]
    skipped: tuple[Value, ...] = ()
    idle: tuple[tuple[Conditions, Span], ...] = ()


@dataclass(frozen=True, slots=True)
class Handled:
    """An exception handler that was run: ``guard`` is its ``try``, ``caught`` what it catches, None for all.

    ``exits`` are the ways in which it leaves the function. ``goes_on``: what follows the ``try`` runs after it.
    ``again``: it begins the next round of the loop around the ``try``. Where it does none of these, it raises.
    """

    guard: Span
    span: Span
    caught: Value | None
    exits: tuple[Exit, ...]
    goes_on: bool
    again: bool
    conditions: Conditions
    enclosing: tuple[Enclosing, ...]
    calls: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Raised:
    """A ``raise`` that was reached: of ``value``, or of the exception being handled where that is None."""

    value: Value | None
    span: Span
    conditions: Conditions
    enclosing: tuple[Enclosing, ...]
    calls: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Recalled:
    """A function that is running is called again and not followed: with ``given``, where ``before`` is its own."""

    function: Function
    given: Arguments
    before: Arguments
    span: Span
    conditions: Conditions
    enclosing: tuple[Enclosing, ...]
    calls: tuple[Span, ...]


Happening: TypeAlias = Event | Looped | Handled | Raised | Recalled


@dataclass(frozen=True, slots=True, eq=False)
class Outcome:
    """Every way out of a function with its path condition, and all that happens on the way, in program order.

    ``complete`` is false where the budget ended first; ``yields`` are what a generator gives. ``given`` is its first
    argument that nobody has given, as the body sees it.
    """

    function: Function
    given: Value | None
    exits: tuple[Exit, ...]
    yields: tuple[Value, ...]
    happenings: tuple[Happening, ...]
    complete: bool

    @property
    def events(self) -> tuple[Event, ...]:
        """What happens to objects."""
        return tuple(one for one in self.happenings if isinstance(one, Event))


@dataclass(frozen=True, slots=True)
class Met:
    """A call of a function that is watched, and what it gave."""

    function: Function
    value: Value
    span: Span


@dataclass(slots=True)
class Loop:
    """A loop being run; ``level`` is the heap level at its start, ``round`` that of the current round.

    ``conditions`` is the path condition at its start; ways out of a round keep what was decided since then.
    ``enclosing`` is what is around the loop, ``exits`` how many ways out of the function there were before it,
    ``skipped`` are elements that are never come to, and ``tests`` those of a ``while`` by which it ends after a round.
    ``begun``: a round was run that is known to be. ``asks`` is the test of a ``while``, ``test`` its value before a
    round that stands for any, and ``after`` those at each end of one, with what was decided on the way. ``left`` are
    the cells that the last round wrote.
    """

    level: int
    conditions: Conditions
    enclosing: tuple[Enclosing, ...]
    exits: int
    round: int = 0
    breaks: list[tuple[Delta, Conditions]] = field(default_factory=list)
    continues: list[tuple[Delta, Conditions]] = field(default_factory=list)
    skipped: list[Value] = field(default_factory=list)
    tests: list[Condition] = field(default_factory=list)
    begun: bool = False
    asks: ast.expr | None = None
    test: Value | None = None
    after: list[tuple[Value, Conditions, Span]] = field(default_factory=list)
    left: set[Key] = field(default_factory=set)


@dataclass(slots=True)
class Frame:
    """One running body. ``scopes`` are its names, innermost first; the last one holds the module's."""

    module: Module
    scopes: tuple[Cells, ...]
    function: Function | None = None
    owner: Class | None = None
    this: Value | None = None
    level: int = 0
    conditions: int = 0
    exits: list[Exit] = field(default_factory=list)
    yields: list[Value] | None = None
    repeated: list[Value] = field(default_factory=list)
    repetitions: int = 0
    shared: dict[str, Cells] = field(default_factory=dict)
    loops: list[Loop] = field(default_factory=list)
    quiet: bool = False

    def span(self, node: ast.AST) -> Span:
        return Span(self.module.source, node)


class Interpreter(Protocol):
    """The mutually recursive parts of the evaluator, tied together in `program`."""

    def evaluate(self, machine: "Machine", frame: Frame, node: ast.expr) -> Value: ...

    def execute(self, machine: "Machine", frame: Frame, body: list[ast.stmt]) -> bool: ...

    def call(self, machine: "Machine", callee: Value, arguments: Arguments, span: Span) -> Value: ...

    def load(self, machine: "Machine", name: str, importer: Module) -> Module | None: ...


@dataclass(slots=True)
class Machine:
    """Everything that a run of the evaluator shares; what overlays tell it of libraries is in two fields.

    ``starved`` is code whose budget ended inside it, ``unfollowed`` are entry points that were left when all was spent.
    ``packages`` are top-level packages that are foreign even where their source lies in the tree; ``fluent`` maps a
    qualified class name to its methods that return the object itself. ``met`` are the calls of functions that are
    ``watched``. ``lent`` is what the project put into foreign objects that have a name, by that name (the state of a
    session). ``notice`` is told of each event when it happens, while what can change is as it is then.
    """

    project: Project
    interpreter: Interpreter
    packages: frozenset[str] = frozenset()
    fluent: dict[str, frozenset[str]] = field(default_factory=dict)
    limits: Limits = field(default_factory=Limits)
    heap: Heap = field(default_factory=Heap)
    modules: dict[str, Module] = field(default_factory=dict)
    absent: set[str] = field(default_factory=set)
    conditions: Conditions = ()
    repetitions: tuple[Repetition, ...] = ()
    enclosing: tuple[Enclosing, ...] = ()
    calls: tuple[Span, ...] = ()
    running: tuple[tuple[Function, Arguments], ...] = ()
    fuel: int = 0
    spent: int = 0
    serial: int = 0
    traced: list[Traced] = field(default_factory=list)
    instances: list[Instance] = field(default_factory=list)
    reached: set[tuple[ast.AST, Class | None]] = field(default_factory=set)
    log: list[Happening] | None = None
    closures: list[Function] = field(default_factory=list)
    starved: dict[str, Span] = field(default_factory=dict)
    unfollowed: list[Span] = field(default_factory=list)
    known: dict[tuple[Function, Arguments, tuple[Value, ...]], tuple[Value, tuple[Happening, ...] | None]] = field(
        default_factory=dict
    )
    habits: dict[ast.AST, tuple[int, Value]] = field(default_factory=dict)
    notable: int = 0
    looked: int = 0
    relevance: Relevance = field(default_factory=lambda: Relevance(frozenset()))
    distance: dict[str, bool] = field(default_factory=dict)
    outcomes: dict[tuple[Function, Arguments, Arguments], Outcome] = field(default_factory=dict)
    watched: frozenset[ast.AST] = frozenset()
    met: list[Met] = field(default_factory=list)
    notice: Callable[[Event], None] | None = None
    lent: dict[str, Cells] = field(default_factory=dict)

    def step(self) -> None:
        """Spend one unit of fuel."""
        self.fuel -= 1
        self.spent += 1
        if self.fuel <= 0:
            raise OutOfFuel

    def allowance(self, wanted: int) -> int:
        """Fuel for one entry point: what it may have, or what is left of the whole run's."""
        return max(2_000, min(wanted, self.limits.total - self.spent))

    def look(self) -> int:
        """Fuel for one outcome, from a budget of their own: they are asked for when entry points are through."""
        return max(2_000, min(self.limits.outcome, self.limits.looks - self.looked))

    def allowed(self, function: Function, given: Arguments) -> int:
        """Fuel that a call may use at most: little where neither its module nor an object that it is given has to do
        with a framework."""
        modules = (function.module, *(value.cls.module for value in given.values if isinstance(value, Instance)))
        return self.limits.fuel if any(map(self._is_near, modules)) else self.limits.aside

    def _is_near(self, module: Module) -> bool:
        """Whether a module names a package that overlays know, or leads to a construction."""
        path = module.source.path
        if path not in self.distance:
            self.distance[path] = path in self.relevance.modules or any(
                name in module.source.text for name in self.packages
            )
        return self.distance[path]

    def worthwhile(self, module: Module, node: ast.AST) -> bool:
        """Whether a definition may lead to a construction, and the budget lasts for it."""
        if not self.relevance.mentions(module.source.path, node):
            return False
        if self.spent < self.limits.total:
            return True
        self.unfollowed.append(Span(module.source, node))
        return False

    def starve(self, module: Module, name: str, node: ast.AST) -> None:
        """Record that the budget ended in a piece of code, if that may lead to a construction."""
        if self.relevance.mentions(module.source.path, node):
            self.starved.setdefault(name, Span(module.source, node))

    def evaluate(self, frame: Frame, node: ast.expr) -> Value:
        """The value of an expression."""
        return self.interpreter.evaluate(self, frame, node)

    def execute(self, frame: Frame, body: list[ast.stmt]) -> bool:
        """Run statements; whether control can come out at their end."""
        return self.interpreter.execute(self, frame, body)

    def call(self, callee: Value, arguments: Arguments, span: Span) -> Value:
        """What calling a value gives."""
        return self.interpreter.call(self, callee, arguments, span)

    def load(self, name: str, importer: Module) -> Module | None:
        """A project module by its absolute name, evaluated; None where the project has none of that name."""
        return self.interpreter.load(self, name, importer)

    def importing(self, span: Span) -> Module | None:
        """The module in which a call stands."""
        return self.modules.get(span.module.path)

    def annotation(self, owner: Class | Function, node: ast.expr) -> Value:
        """The declared type that an annotation stands for; text in quotes is read as an expression."""
        match owner, node:
            case Function(declared=known), ast.Name(id=kind) if kind in known:
                return known[kind]
        frame = Frame(owner.module, (owner.cells, *owner.scopes) if isinstance(owner, Class) else owner.scopes)
        conditions, self.conditions = self.conditions, ()
        fuel, self.fuel = self.fuel, self.limits.annotation
        try:
            return self._annotation(frame, node)
        except (OutOfFuel, RecursionError):
            return unknown("annotation too large", frame.span(node))
        finally:
            self.conditions, self.fuel = conditions, fuel

    def _annotation(self, frame: Frame, node: ast.expr) -> Value:
        match node:
            case ast.Constant(value=str(text)):
                try:
                    return self._annotation(frame, ast.parse(text.strip(), mode="eval").body)
                except (SyntaxError, ValueError):
                    return unknown("annotation that does not parse", frame.span(node))
            case ast.Subscript(value=base, slice=inner):
                outer = self._annotation(frame, base)
                if short(outer) in ("Literal", "Annotated"):
                    return self.evaluate(frame, ast.copy_location(ast.Subscript(base, inner, node.ctx), node))
                parts = inner.elts if isinstance(inner, ast.Tuple) else [inner]
                return Subscripted(outer, tuple(self._annotation(frame, part) for part in parts))
            case ast.BinOp(left=left, op=ast.BitOr(), right=right):
                union = (self._annotation(frame, left), self._annotation(frame, right))
                return Subscripted(External("typing.Union"), union)
            case _:
                return self.evaluate(frame, node)

    def read(self, base: Value, key: Value, span: Span) -> None:
        """Log that a key of something unknown is read."""
        if self.log is not None:
            self.event(base, "__getitem__", Arguments((key,)), span)

    def event(self, target: Value, method: str, arguments: Arguments, span: Span) -> Event:
        """Log that something happens to an object, here and now."""
        self.serial += 1
        scope = self.running[-1][0] if self.running else None
        event = Event(
            target, method, arguments, span, self.conditions, self.repetitions, self.calls, self.serial, scope,
            self.enclosing, self.running,
        )  # fmt: skip
        if isinstance(target, Traced | Instance) and method != "__call__":
            target.events.append(event)
        if self._is_notable(target):
            self.notable += 1
        if self.log is not None:
            self.log.append(event)
            if self.notice is not None:
                self.notice(event)
        return event

    def _is_notable(self, target: Value) -> bool:
        """Whether an overlay may care: the target comes from one of its packages, or from the project."""
        while True:
            match target:
                case External(name):
                    return name.partition(".")[0] in self.packages
                case Traced(callee=inner) | Member(inner, _):
                    target = inner
                case Instance() | Class():
                    return True
                case _:
                    return False

    def within(self, enclosing: Enclosing) -> tuple[Enclosing, ...]:
        """Enter a loop, ``try`` or ``with``; gives what was around before, to be put back."""
        before, self.enclosing = self.enclosing, (*self.enclosing, enclosing)
        return before

    def tell(self, happening: Happening) -> None:
        """Log what is no event on an object, while a function is looked at."""
        if self.log is not None:
            self.log.append(happening)

    def trace(self, callee: Value, arguments: Arguments, span: Span) -> Traced:
        """What foreign code returns: an object that remembers how it was made."""
        made = Traced(callee, self.event(callee, "__call__", arguments, span), {}, [])
        if isinstance(callee, External | Member):
            self.traced.append(made)
        return made
