"""`SelectorGroupChat`: a model chooses who speaks next (teams/_group_chat/_selector_group_chat.py, 0.7.5).

A ``selector_func`` chooses before the model does, which is asked where it returns None; a ``candidate_func`` says among
whom the model chooses. Nobody speaks twice in a row, unless that is allowed or a function says so.
"""

from agentlint.evaluate.values import FALSE, Const
from agentlint.frameworks.autogen.agents import history
from agentlint.frameworks.autogen.choosing import Choosing, Target, choosing
from agentlint.frameworks.autogen.construction import Construction
from agentlint.frameworks.autogen.ending import ending
from agentlint.frameworks.autogen.reader import Reader
from agentlint.frameworks.autogen.roster import rosters
from agentlint.frameworks.conditions import decider, leaves, told
from agentlint.frameworks.content import content
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.models import name_of
from agentlint.frameworks.turns import stop_after
from agentlint.graph.condition import Decider
from agentlint.graph.model import START, Decision, EdgeKind, Node, NodeKind, OpenRoute, Route

ATTEMPTS = 3
"""The default of ``max_selector_attempts``."""


def read_selector(reader: Reader, draft: Draft, made: Construction) -> None:
    """Anybody after anybody, as far as no function says less."""
    given = made.given
    found = rosters(reader, draft, made)
    end = ending(reader, draft, made)
    selector = choosing(reader, given.get(None, "selector_func"), made.span)
    candidates = choosing(reader, given.get(None, "candidate_func"), made.span)
    functions = selector is not None or candidates is not None
    again = functions or given.get(None, "allow_repeated_speaker") not in (None, FALSE)
    if selector is None or selector.leaves_open:
        draft.chooser = _chooser(draft, made)
    for names in (list(roster.members) for roster in found):
        for source in (START, *names):
            if selector is not None:
                _chosen(draft, source, selector)
                _decide(reader, draft, source, selector)
            if selector is None or selector.leaves_open:
                _by_model(draft, source, names, candidates, again=again)
        for name in names:
            stop_after(draft, end, name, draft.span)


def _chooser(draft: Draft, made: Construction) -> Node:
    """The model that chooses: it is shown all that was said, unless a context that cuts it is given."""
    model, tries = made.given.get(1, "model_client"), made.given.get(None, "max_selector_attempts")
    number = tries.value if isinstance(tries, Const) and isinstance(tries.value, int) else None
    return Node(
        made.kind, NodeKind.AGENT, draft.span.location, model=name_of(model),
        retry=number if tries is not None else ATTEMPTS, history=history(made.given.get(None, "model_context")),
    )  # fmt: skip


def _chosen(draft: Draft, source: str, selector: Choosing) -> None:
    for target in selector.targets:
        if target.name is not None:
            who = decider(target.conditions)
            draft.edge(source, target.name, EdgeKind.CONDITIONAL, target.span, target.conditions, who)
        elif not selector.leaves_open:
            draft.anywhere(source, target.span, EdgeKind.CONDITIONAL, target.value, Decider.UNKNOWN)


def _by_model(draft: Draft, source: str, names: list[str], candidates: Choosing | None, *, again: bool) -> None:
    known = candidates.names if candidates is not None and candidates.is_closed else names
    for target in known:
        if source != target or again:
            draft.edge(source, target, EdgeKind.CONDITIONAL, draft.span, decided_by=Decider.MODEL)


def _decide(reader: Reader, draft: Draft, source: str, selector: Choosing) -> None:
    known = [target for target in selector.targets if target.name is not None]
    free = [target for target in selector.targets if target.name is None]
    draft.decisions.append(
        Decision(
            source,
            selector.name,
            draft.span.location,
            tuple(Route(one.name, one.span.location, told(one.conditions), decider(one.conditions)) for one in known),
            selector.is_closed,
            defined_at=selector.location,
            open=tuple(
                OpenRoute(one.span.location, content(one.value, None), told(one.conditions), _is_checked(one))
                for one in free
            ),
            effects=reader.effects(selector.outcomes),
        )
    )


def _is_checked(target: Target) -> bool:
    """Whether what is chosen was tested before."""
    return any(target.value in leaves(condition.test) for condition in target.conditions)
