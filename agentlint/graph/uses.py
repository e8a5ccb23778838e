"""What surrounds a graph in its project: where it is run, which tools its models call, which settings are wrong."""

from dataclasses import dataclass

from agentlint.graph.effects import NOTHING, Bulk, Content, Effects, Limit
from agentlint.graph.evidence import Fact, Location


@dataclass(frozen=True, slots=True)
class Run:
    """A place where the project runs the graph.

    ``keys`` are those of the state that the run begins with, None where they are not known; ``values`` are what some of
    them hold. ``resumes``: it goes on with a paused run (`Command(resume=…)`, no input). ``limit`` says whether a step
    limit is given, ``thread`` whether the run belongs to a conversation that is kept (None: not known). ``catches`` are
    the exceptions that are handled around it, ``caught`` whether the framework's limit error is among them. ``test``:
    it stands in the project's tests. ``repeated``: it stands in a loop. ``fresh``: its conversation has a name that is
    made up in the program, so that no other run of the program goes on with it. ``continues``: the same function ran
    the same conversation before.
    """

    location: Location
    how: str
    scope: str
    keys: tuple[str, ...] | None = None
    values: tuple[tuple[str, Content], ...] = ()
    resumes: bool = False
    limit: Limit = Limit.UNKNOWN
    thread: bool | None = None
    catches: tuple[str, ...] = ()
    caught: bool = False
    test: bool = False
    repeated: bool = False
    fresh: bool = False
    continues: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that a model may call.

    ``holders`` are the nodes that offer it to a model, ``runners`` those that run it. ``returns`` is what it gives the
    model, ``bulk`` what of that has no known size, ``handoff`` the node that it sends control to. ``direct``: its
    result ends the agent's turn. ``assigned``: nobody else runs it.
    """

    name: str
    location: Location | None = None
    description: str = ""
    effects: Effects | None = None
    returns: Content = NOTHING
    bulk: tuple[Bulk, ...] = ()
    holders: tuple[str, ...] = ()
    runners: tuple[str, ...] = ()
    handoff: str | None = None
    direct: bool = False
    assigned: bool = False


@dataclass(frozen=True, slots=True)
class Within(Fact):
    """``node`` of ``graph`` runs the graph ``inner``, itself or by a tool. ``counted``: a number is compared before."""

    graph: str
    node: str
    inner: str
    location: Location | None = None
    tool: str | None = None
    counted: bool = False


@dataclass(frozen=True, slots=True)
class Misuse:
    """A setting that the framework does not take, or that has no effect where it stands. ``why`` is one clause."""

    what: str
    why: str
    location: Location
    element: str | None = None
    remedy: str = ""
