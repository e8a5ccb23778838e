"""What functions do when they run, as data: what they read and write, whom they call, how they repeat and fail.

Loops and ``try`` statements are told once for each function; what stands inside them refers to them by location.
"""

from dataclasses import dataclass
from enum import StrEnum

from agentlint.graph.condition import Condition, Decider
from agentlint.graph.evidence import Fact, Location


class Source(StrEnum):
    """Whose word a value is. ``MODEL`` is free text, ``STRUCTURED`` an answer that was held to a schema."""

    CONSTANT = "constant"
    STATE = "state"
    MODEL = "model"
    STRUCTURED = "structured"
    OUTSIDE = "outside"
    HUMAN = "human"
    ERROR = "error"
    UNKNOWN = "unknown"


class Limit(StrEnum):
    """Whether a limit is set. ``DEFAULT``: the library has one of its own."""

    SET = "set"
    DEFAULT = "default"
    ABSENT = "absent"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Content(Fact):
    """What a value is made of.

    ``paths`` are the parts of the state that flow in (`messages`, `messages[-1].content`), ``texts`` its constant
    parts, ``makes`` the classes of what is constructed in it (`RemoveMessage`), ``schema`` the name of the type that a
    model's answer was held to. ``limited``: a slice or a selection bounds it. ``number``: a constant number, ``step``
    what a number of the state is changed by (`state["n"] + 1` has the path `n` and the step 1). ``whole`` are the keys
    of the state of which nothing is left out on the way: as they are, among other things, all elements one by one.
    """

    sources: tuple[Source, ...] = ()
    paths: tuple[str, ...] = ()
    texts: tuple[str, ...] = ()
    makes: tuple[str, ...] = ()
    schema: str | None = None
    limited: bool = False
    number: float | None = None
    step: float | None = None
    whole: tuple[str, ...] = ()


NOTHING = Content()


@dataclass(frozen=True, slots=True)
class Where(Fact):
    """Under what circumstances something happens in a function.

    ``order`` counts what the function does from its start. ``loops`` are the loops around it, outermost first, and
    ``guards`` the ``try`` statements whose handlers may catch what it raises; ``rescues`` are those in whose handler it
    stands. ``holds`` are the context managers and decorators around it (`asyncio.timeout`), with `asyncio.wait_for` if
    that waits for it; ``calls`` are the call sites that led to it.
    """

    order: int
    condition: tuple[Condition, ...] = ()
    loops: tuple[Location, ...] = ()
    guards: tuple[Location, ...] = ()
    rescues: tuple[Location, ...] = ()
    holds: tuple[str, ...] = ()
    calls: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Read(Fact):
    """A key of the state is read. ``optional``: it may be missing (`get`, a test for it before).

    ``attribute``: it is read as an attribute, and may be no key but a method or a property of the state's class.
    """

    key: str
    location: Location
    where: Where
    optional: bool = False
    attribute: bool = False


@dataclass(frozen=True, slots=True)
class Write(Fact):
    """A key of the state is given a value. ``echo``: the value that it had before, unchanged.

    ``partly``: on some paths that end in the same way out it is left as it was, left out, or not counted. ``truth``
    says whether the value counts as true, where that is fixed; ``none``: it is None. ``extends``: the value that was
    there is a part of it. ``checked``: the value was tested on the way (compared, a member of a known collection).
    """

    key: str
    location: Location
    content: Content = NOTHING
    echo: bool = False
    partly: bool = False
    truth: bool | None = None
    none: bool = False
    extends: bool = False
    checked: bool = False


@dataclass(frozen=True, slots=True)
class WayOut(Fact):
    """A way out of a function: the path condition, and the update of the state that it gives.

    ``whole``: it gives the state back as it came, under the ``writes``. ``update``: it gives a state update at all.
    ``returns`` is what it gives where that is no update. ``complete``: all that it writes is known. ``raised``: it
    stands in an exception handler.
    """

    location: Location
    condition: tuple[Condition, ...] = ()
    writes: tuple[Write, ...] = ()
    whole: bool = False
    update: bool = False
    complete: bool = True
    raised: bool = False
    returns: Content = NOTHING

    def write(self, key: str) -> Write | None:
        """What it writes to a key; None where it leaves the key alone."""
        return next((write for write in self.writes if write.key == key), None)


@dataclass(frozen=True, slots=True)
class Mutation(Fact):
    """The state object itself is changed in place: nothing that the framework takes over unless it is returned."""

    key: str
    location: Location
    where: Where
    content: Content = NOTHING


@dataclass(frozen=True, slots=True)
class StandIn(Fact):
    """What a prompt holds where the answer of a model would be, had the call at one of the places ``asked`` not failed.

    ``handler`` is where the exception is caught, None where it comes after the last of several tries.
    """

    content: Content
    asked: tuple[Location, ...]
    handler: Location | None = None


@dataclass(frozen=True, slots=True)
class ModelCall(Fact):
    """A language model is called. ``client`` is the library's name for it, ``model`` the model's.

    ``schema`` is the type that the answer is held to, ``fields`` its fields; ``tools`` are those that the model may
    call; ``forced``: it must call one, ``serial``: no more than one at a time. ``content`` is what it is asked with.
    ``retries`` counts the client's own. ``schema_at`` is where the project defines the type. ``verbatim`` are
    constant texts that reach the model as they stand in the code, ``stand_ins`` what is put where answers are missing.
    ``grows``: it is asked with one list again and again, to which its answers are added, and nothing is taken out of
    that. ``bulk`` is what it is told of what came from outside, of which no size is known.
    """

    location: Location
    where: Where
    client: str
    model: str | None = None
    schema: str | None = None
    fields: tuple[str, ...] = ()
    tools: tuple[str, ...] = ()
    forced: bool = False
    content: Content = NOTHING
    timeout: Limit = Limit.UNKNOWN
    retries: int | None = None
    schema_at: Location | None = None
    serial: bool = False
    verbatim: tuple[str, ...] = ()
    stand_ins: tuple[StandIn, ...] = ()
    grows: bool = False
    bulk: tuple["Bulk", ...] = ()


class Reach(StrEnum):
    """What kind of thing outside the process a call reaches."""

    HTTP = "http"
    PROCESS = "process"
    FILE = "file"
    DATABASE = "database"
    MESSAGE = "message"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class OutsideCall(Fact):
    """Something outside the process is reached. ``changes``: it changes something there (sends, writes, deletes).

    ``repeatable``: to do it twice is to do it once (a file is written, a record is replaced or deleted).
    """

    location: Location
    where: Where
    what: str
    reach: Reach
    timeout: Limit = Limit.UNKNOWN
    changes: bool = False
    repeatable: bool = False


@dataclass(frozen=True, slots=True)
class Bulk(Fact):
    """Something from outside that is handed on whole, however large it is. ``what`` is the call that gives it."""

    what: str
    location: Location


@dataclass(frozen=True, slots=True)
class GraphRun(Fact):
    """A graph is run inside the function. ``graph`` is its name where it is known, ``content`` what it is given.

    ``built_at`` are the places of which one constructs it, where the overlay that reads the function does not know it.
    """

    location: Location
    where: Where
    how: str
    graph: str | None = None
    content: Content = NOTHING
    built_at: tuple[Location, ...] = ()


@dataclass(frozen=True, slots=True)
class Reading(Fact):
    """A model's text, or a key of the state, is taken for data or for a verdict. ``how``: `json.loads`, `in`, `int`.

    ``checked``: what it gives is tested or validated before it is used.
    """

    location: Location
    where: Where
    how: str
    content: Content
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Gathering(Fact):
    """Several things are run at the same time (`asyncio.gather`, a pool).

    ``models``: a model is called in them. ``contained``: a failure of one is given as a value, not raised. ``checked``:
    the results are tested for failures. ``caught``: each deals with its own failure. ``alike``: they are as many as a
    collection has, not so many different things.
    """

    location: Location
    where: Where
    how: str
    models: bool = False
    contained: bool = False
    checked: bool = False
    caught: bool = False
    alike: bool = False

    @property
    def fragile(self) -> bool:
        """Whether models are asked, and a failure of one is neither kept apart nor looked for."""
        return self.models and not self.caught and not (self.contained and self.checked)


@dataclass(frozen=True, slots=True)
class Repeat(Fact):
    """A loop in the code of a function. ``how``: `for`, `while`, `comprehension`, `recursion`, `retry`.

    ``count`` is the largest number of rounds where it is known; ``finite``: it ends by itself, whatever its length.
    ``leaves`` are the path conditions under which it ends earlier, ``decided_by`` says whose word those are.
    ``alike``: it goes through numbers or tries, not through different things. ``function`` is what a recursion calls.
    ``idle`` are rounds that a ``while`` does not count, where its test compares what it counts: the conditions under
    which control goes that way, and the place where it begins again.
    """

    location: Location
    where: Where
    how: str
    count: int | None = None
    finite: bool = True
    leaves: tuple[tuple[Condition, ...], ...] = ()
    decided_by: tuple[Decider, ...] = ()
    alike: bool = False
    function: Location | None = None
    idle: tuple[tuple[tuple[Condition, ...], Location], ...] = ()


@dataclass(frozen=True, slots=True)
class Handler(Fact):
    """An exception handler of the ``try`` at ``guard``. ``catches`` are the types (none for a bare ``except``).

    ``broad``: it catches every `Exception`. ``raises``: it always raises. ``goes_on``: what follows the ``try`` runs.
    ``again``: it starts another round of the loop around it. ``exits`` are its ways out of the function.
    """

    location: Location
    guard: Location
    where: Where
    catches: tuple[str, ...] = ()
    broad: bool = False
    raises: bool = False
    goes_on: bool = False
    again: bool = False
    exits: tuple[WayOut, ...] = ()


@dataclass(frozen=True, slots=True)
class Failure(Fact):
    """A ``raise`` that the function can reach."""

    location: Location
    where: Where
    what: str


@dataclass(frozen=True, slots=True)
class Lookup(Fact):
    """A table of the code is asked for a key that the code does not fix (`TABLE[key]`), and fails for what it lacks.

    ``content`` is what the key is made of. ``checked``: it was tested before.
    """

    location: Location
    content: Content
    checked: bool = False


@dataclass(frozen=True, slots=True)
class Pause(Fact):
    """A place where the run pauses for a human. ``how`` is the construct, as the user knows it (`interrupt()`).

    ``raises`` are the exceptions by which it leaves the function, which runs again from its start when the answer
    comes; none where it waits in place (`input()`).
    """

    location: Location
    where: Where
    how: str
    raises: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Scope(Fact):
    """A function of the project that runs inside another one."""

    name: str
    location: Location


@dataclass(frozen=True, slots=True)
class Effects(Fact):
    """All that a function may do, each list in program order; ``complete`` says that nothing was left out.

    ``scopes`` are the functions in which that stands, where it is told of all of them together.
    """

    reads: tuple[Read, ...] = ()
    exits: tuple[WayOut, ...] = ()
    mutations: tuple[Mutation, ...] = ()
    models: tuple[ModelCall, ...] = ()
    outside: tuple[OutsideCall, ...] = ()
    graphs: tuple[GraphRun, ...] = ()
    readings: tuple[Reading, ...] = ()
    gatherings: tuple[Gathering, ...] = ()
    repeats: tuple[Repeat, ...] = ()
    handlers: tuple[Handler, ...] = ()
    failures: tuple[Failure, ...] = ()
    lookups: tuple[Lookup, ...] = ()
    pauses: tuple[Pause, ...] = ()
    scopes: tuple[Scope, ...] = ()
    complete: bool = True

    @property
    def writes(self) -> tuple[Write, ...]:
        """What any way out writes."""
        return tuple(write for exit in self.exits for write in exit.writes)

    def repeat(self, location: Location) -> Repeat | None:
        """The loop at a place."""
        return next((repeat for repeat in self.repeats if repeat.location == location), None)

    def handlers_of(self, guard: Location) -> tuple[Handler, ...]:
        """The handlers of the ``try`` at a place."""
        return tuple(handler for handler in self.handlers if handler.guard == guard)
