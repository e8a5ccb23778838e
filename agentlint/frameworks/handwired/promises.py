"""Ways to a human that stand in a table and that nothing ever comes to."""

import ast
from collections.abc import Iterator

from agentlint.evaluate import Outcome
from agentlint.evaluate.machine import Looped
from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Span
from agentlint.frameworks.handwired.values import texts
from agentlint.graph.escalation import says_so
from agentlint.graph.evidence import Location
from agentlint.graph.uses import Misuse


def unasked(outcome: Outcome) -> Iterator[Misuse]:
    """The entries of tables, each an escalation, that come after one that is always taken."""
    for looped in outcome.happenings:
        for value in looped.skipped if isinstance(looped, Looped) else ():
            said = tuple(dict.fromkeys(texts(value)))
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
            if wanted <= {text for text in held if isinstance(text, str)} and len(held) < smallest:
                found, smallest = node, len(held)
    return loop.module.location(found)
