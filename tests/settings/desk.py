"""Settings as they are written in a tree of files, and what is said of them."""

from dataclasses import dataclass
from pathlib import Path

from agentlint.settings import Mistake, Vocabulary, Workspace
from agentlint.settings.keys import key
from agentlint.settings.kinds import Whole


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a rule."""

    most_steps: int = key(Whole(1), 100, "How many steps are few.")


VOCABULARY = Vocabulary({"endless-loop": Options, "lost-message": None}, ("loops", "handoffs"), ("full", "json"))


def workspace(root: Path, **given: object) -> Workspace:
    """The settings of the tree, seen from its top."""
    return Workspace(VOCABULARY, cwd=root, **given)  # type: ignore[arg-type]


def mistakes(root: Path, text: str, name: str = "agentlint.toml") -> list[str]:
    """What is wrong with one file of settings, with the words that each mistake points at."""
    (root / name).write_text(text, "utf-8")
    space = workspace(root)
    space.at(root)
    return [told(one) for one in space.mistakes]


def told(mistake: Mistake) -> str:
    """`line:column 'words' message, hint`."""
    span = mistake.span
    words = mistake.lines[span.line - 1][span.column - 1 : span.end_column - 1]
    kind = "" if mistake.fatal else "warning: "
    hint = f", {mistake.hint}" if mistake.hint else ""
    return f"{span.line}:{span.column} {words!r} {kind}{mistake.message}{hint}"
