"""The tools that an agent is given: what is known of them, and where they send control."""

from dataclasses import dataclass

from agentlint.evaluate.attributes import find
from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    TRUE,
    Absent,
    Const,
    Instance,
    Mapping,
    Sequence,
    Traced,
    Tuple,
    Value,
    options,
)
from agentlint.frameworks.langgraph.handoffs import handoff_name
from agentlint.frameworks.langgraph.names import inferred, text
from agentlint.frameworks.langgraph.vocabulary import is_name


@dataclass(frozen=True, slots=True)
class Toolset:
    """Tools as values, and the names of those that a library adds by itself.

    ``unknown`` says why there may be more of them than are seen here.
    """

    members: tuple[Value, ...] = ()
    added: tuple[str, ...] = ()
    unknown: Value | None = None

    def __bool__(self) -> bool:
        return bool(self.members or self.added) or self.unknown is not None

    def __or__(self, other: "Toolset") -> "Toolset":
        return Toolset((*self.members, *other.members), (*self.added, *other.added), self.unknown or other.unknown)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tools as the model calls them, where they are known."""
        known = (name for tool in self.members if (name := tool_name(tool)))
        return tuple(dict.fromkeys((*known, *self.added)))

    @property
    def returns_direct(self) -> bool:
        """Whether what one of the tools returns is the answer of the agent (`return_direct=True`)."""
        return any(map(_returns_direct, self.members))


def toolset(value: Value | None) -> Toolset:
    """The tools behind a ``tools`` argument: a list, a `ToolNode` that holds one, or either of several.

    A dict in a list describes a tool that the model's provider runs, of which the graph knows nothing.
    """
    members: list[Value] = []
    unknown: Value | None = None
    for option, _ in options(value) if value is not None else ():
        match option:
            case Absent() | Const(None):
                continue
            case Tuple() | Sequence():
                items = contents(option)
                found = (tool for entry in items.entries for tool, _ in options(present(entry)))
                members += [tool for tool in found if not isinstance(tool, Mapping)]
                unknown = items.rest if items.rest is not None else unknown
            case Traced() if is_name(option.callee, "ToolNode"):
                inner = toolset(option.created.arguments.get(0, "tools"))
                members += inner.members
                unknown = inner.unknown or unknown
            case _:
                unknown = option
    return Toolset(tuple(dict.fromkeys(members)), unknown=unknown)


def tool_name(tool: Value) -> str | None:
    """The name of a tool: the one that it is given, else that of what it runs."""
    match tool:
        case Traced():
            return text(tool.created.arguments.get(None, "name")) or handoff_name(tool) or inferred(tool)
        case Instance():
            held = tool.cells.get("name") or next(iter(find(tool.cls, "name") or ()), None)
            return text(held) if isinstance(held, Const) else tool.cls.name
        case _:
            return inferred(tool)


def _returns_direct(tool: Value) -> bool:
    match tool:
        case Traced(callee=callee):
            given = (tool.created.arguments.get(None, "return_direct"), tool.cells.get("return_direct"))
            return any(map(_may_hold, given)) or (isinstance(callee, Traced) and _returns_direct(callee))
        case Instance():
            declared = find(tool.cls, "return_direct")
            return _may_hold(tool.cells.get("return_direct") or (declared[0] if declared is not None else None))
        case _:
            return False


def _may_hold(value: Value | None) -> bool:
    return value is not None and any(option == TRUE for option, _ in options(value))
