"""Teams of the project's own: a manager class of theirs says who speaks next (`BaseGroupChat`, 0.4.0 to 0.7.5).

Its `select_speaker` is read like a `selector_func`. Where that cannot be known, anybody may come after anybody.
"""

from agentlint.evaluate.inheritance import find
from agentlint.evaluate.values import Class, Method, Value, options, unknown
from agentlint.frameworks.autogen.choosing import Choosing, choosing
from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.ending import ending
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import rosters
from agentlint.frameworks.conditions import decider
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.turns import stop_after
from agentlint.graph.condition import Decider
from agentlint.graph.model import START, EdgeKind

FACTORY = "_create_group_chat_manager_factory"
"""What a team overrides that is led by a manager of its own."""


def has_own_manager(made: Construction) -> bool:
    """Whether a class of the project makes the manager of a team."""
    held = find(made.cls, FACTORY) if made.cls is not None else None
    return held is not None


def read_custom(reader: Reader, draft: Draft, made: Construction) -> None:
    """The members, and whom the manager may choose among them."""
    found = rosters(reader, draft, made)
    end = ending(reader, draft, made)
    manager = _manager(made.given.get(None, "group_chat_manager_class"))
    chosen = _chosen(reader, made, manager)
    names = [name for roster in found for name in roster.members]
    if not names:
        return
    if chosen is None:
        who = f"`{manager.name}`" if manager is not None else "a manager of its own"
        draft.unknown(f"who speaks next is for {who} to say", draft.span)
    for source in (START, *names):
        for target in chosen.targets if chosen is not None else ():
            assert target.name is not None
            who_says = decider(target.conditions)
            draft.edge(source, target.name, EdgeKind.CONDITIONAL, target.span, target.conditions, who_says)
        if chosen is None:
            draft.open_ended.append((source, draft.span, EdgeKind.CONDITIONAL, Decider.UNKNOWN))
        if source != START:
            stop_after(draft, end, source, draft.span)


def _manager(given: Value | None) -> Class | None:
    found = [option for option, _ in options(given) if isinstance(option, Class)] if given is not None else []
    return found[0] if len(found) == 1 else None


def _chosen(reader: Reader, made: Construction, manager: Class | None) -> Choosing | None:
    """Whom a manager chooses; None where that is not known."""
    method = find(manager, "select_speaker") if manager is not None else None
    if method is None:
        return None
    this = unknown("a manager of a team", made.span)
    found = choosing(reader, Method(method[0], this), made.span)
    return found if found is not None and found.is_closed else None
