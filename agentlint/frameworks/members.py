"""What an argument holds: the members of its lists, and the texts among its values."""

from agentlint.evaluate.names import present
from agentlint.evaluate.operators import contents, plain
from agentlint.evaluate.values import Absent, Conditions, Sequence, Tuple, Value, options


def each(value: Value) -> list[tuple[Value, Conditions]]:
    """The members of a list or tuple, or the value alone; options of a choice one by one."""
    found: list[tuple[Value, Conditions]] = []
    for option, conditions in options(value):
        match option:
            case Tuple() | Sequence():
                items = contents(option)
                entries = [*items.entries, *([items.rest] if items.rest is not None else [])]
                for entry in entries:
                    found.extend((inner, conditions + more) for inner, more in options(present(entry)))
            case Absent():
                continue
            case _:
                found.append((option, conditions))
    return found


def text(value: Value | None) -> str | None:
    """A constant text; None for anything else."""
    constant = plain(value) if value is not None else None
    return constant.value if constant is not None and isinstance(constant.value, str) else None
