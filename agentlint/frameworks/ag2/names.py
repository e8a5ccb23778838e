"""What agents are called, and which agents a value names."""

from agentlint.evaluate.values import Const, External, Instance, Member, Traced, Value
from agentlint.frameworks import members
from agentlint.frameworks.ag2.construction import Construction, construction
from agentlint.frameworks.ag2.vocabulary import NAMES


def text(value: Value | None) -> str | None:
    """A constant text, which the name of an agent is too; None for anything else."""
    match value:
        case Member(base, "name" | "agent_id" | "id"):
            return agent_name(base)
        case _:
            return members.text(value)


def is_agent(value: Value) -> bool:
    """Whether a value is an agent of the framework, or of a project class that derives from one."""
    made = construction(value)
    return made is not None and (made.kind.endswith(("Agent", "Manager")) or made.kind in NAMES)


def agent_name(agent: Value) -> str | None:
    """The name of an agent; None where it is not known."""
    made = construction(agent)
    match agent:
        case Traced(callee=Member(_, "register")) if agent.created.arguments.positional:
            return agent_name(agent.created.arguments.positional[0])
        case Traced(callee=External(name)) if name.rpartition(".")[2][:1].isupper():
            given = agent.created.arguments.get(_position(made), "name")
            return text(given) if given is not None else NAMES.get(made.kind if made is not None else "")
        case Instance():
            given = made.given.get(_position(made), "name") if made is not None else None
            kept = (members.text(agent.cells.get(cell)) for cell in ("_name", "name"))
            default = NAMES.get(made.kind) if made is not None and given is None else None
            return text(given) or next((name for name in kept if name), None) or default
        case Const(str(name)):
            return name
        case _:
            return None


def _position(made: Construction | None) -> int:
    """Where the name stands among the arguments: a manager is given its group chat first."""
    return 1 if made is not None and made.kind == "GroupChatManager" else 0
