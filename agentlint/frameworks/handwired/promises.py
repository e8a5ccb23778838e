"""Ways to a human that are promised and that nothing ever comes to: in tables, in queues, and by objects."""

import ast
import re
from collections.abc import Iterable, Iterator
from posixpath import splitext

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Looped
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.unread import only_filled, unread
from agentlint.evaluate.values import Class, Function, Instance, Span
from agentlint.frameworks.handwired.values import texts, within
from agentlint.graph.escalation import says_so
from agentlint.graph.evidence import Location
from agentlint.graph.functions import SCRIPT
from agentlint.graph.model import Orchestration
from agentlint.graph.uses import Misuse
from agentlint.source import Project, SourceModule

REVIEWS = re.compile(r"(^|_)(human_)?(reviews?|approvals?|oncall)(_|$)", re.IGNORECASE)


def unasked(outcome: Outcome) -> Iterator[Misuse]:
    """The entries of tables, each an escalation, that come after one that is always taken."""
    for looped in outcome.happenings:
        for value in looped.skipped if isinstance(looped, Looped) else ():
            called = [part.name for part in within(value) if isinstance(part, Function) and says_so(part.name)]
            said = tuple(dict.fromkeys((*texts(value), *called)))
            name = next((text for text in said if says_so(text) and " " not in text.strip()), None)
            if name is not None:
                yield Misuse(
                    f"`{name}` stands in a list of which the first match is taken",
                    "an entry before it always matches",
                    _place(looped.span, said),
                    remedy="put the entry that always matches last",
                )


def _place(loop: Span, said: tuple[str, ...]) -> Location:
    """Where the entry with these texts is written, if that is in the module of the loop."""
    wanted, found = set(said), loop.node
    smallest = len(wanted) * 40
    for node in parts(loop.module.tree):
        if isinstance(node, ast.Dict | ast.Tuple | ast.List | ast.Call):
            held = [part.value for part in parts(node) if isinstance(part, ast.Constant)]
            held += [part.id for part in parts(node) if isinstance(part, ast.Name)]
            if wanted <= {text for text in held if isinstance(text, str)} and len(held) < smallest:
                found, smallest = node, len(held)
    return loop.module.location(found)


def promised(project: Project, module: SourceModule, humans: Iterable[Instance]) -> Iterator[Orchestration]:
    """What a module promises and nothing keeps: queues for a human at which nobody looks, humans whom nobody asks."""
    inside = [one for one in humans if one.created.span.module is module]
    for promise in (*_waiting(project, module), *_idle(project, inside)):
        name = splitext(module.path)[0].replace("/", ".")
        yield Orchestration(
            name, "handwired", SCRIPT, promise.location, SCRIPT, (), (), unasked=(promise,), compiled=True
        )


def humans_among(made: Iterable[Instance]) -> list[Instance]:
    """The objects that stand for a human: their class says so, and asks one."""
    return [one for one in made if says_so(one.cls.name) and _asks(one.cls)]


def _waiting(project: Project, module: SourceModule) -> Iterator[Misuse]:
    for name, node in only_filled(project, module, _is_for_human):
        yield Misuse(
            f"`{name}` collects what a human should see",
            "nothing ever takes anything out of it",
            module.location(node),
            remedy="read it where a human sees it, or ask the human at once",
        )


def _is_for_human(name: str) -> bool:
    return says_so(name) or bool(REVIEWS.search(name))


def _idle(project: Project, humans: Iterable[Instance]) -> Iterator[Misuse]:
    for span in dict.fromkeys(one.created.span for one in humans):
        if unread(project, span):
            yield Misuse(
                f"`{span.text}` stands for a human",
                "nothing uses it",
                span.location,
                remedy="give it to the others, as one of them or as the one they ask",
            )


def _asks(cls: Class) -> bool:
    """Whether a method of a class waits for what a human types."""
    return any(
        isinstance(part, ast.Call) and isinstance(part.func, ast.Name) and part.func.id == "input"
        for part in parts(cls.node)
    )
