"""What agents are called, and which agents a value names."""

from agentlint.evaluate.values import Conditions, Const, External, Instance, Member, Traced, Value, options
from agentlint.frameworks import members
from agentlint.frameworks.autogen.construction import construction
from agentlint.frameworks.autogen.vocabulary import CUSTOM, TEAMS


def text(value: Value | None) -> str | None:
    """A constant text, which the name of an agent is too; None for anything else."""
    match value:
        case Member(base, "name"):
            return agent_name(base)
        case _:
            return members.text(value)


def agent_name(agent: Value) -> str | None:
    """The name of an agent or a team; None where it is not known."""
    made = construction(agent)
    if made is not None and made.kind in TEAMS:
        default = "MagenticOneGroupChat" if made.kind == "MagenticOne" else made.kind
        default = made.cls.name if made.kind == CUSTOM and made.cls is not None else default
        return text(made.given.get(None, "name")) or default
    match agent:
        case Traced() if made is not None:
            return text(made.given.get(0, "name"))
        case Traced(callee=External(name)) if name.rpartition(".")[2][:1].isupper():
            given = agent.created.arguments
            return text(given.get(0, "name"))
        case Instance():
            named = text(made.given.get(0, "name")) if made is not None else None
            kept = (members.text(agent.cells.get(cell)) for cell in ("_name", "name"))
            return named or next((name for name in kept if name), None)
        case _:
            return None


def named(value: Value) -> list[tuple[str | None, Conditions, Value]]:
    """The agents that a value is, or names; None stands for one that is not known."""
    return [
        (text(option) or agent_name(option), conditions, option)
        for option, conditions in options(value)
        if option != Const(None)
    ]
