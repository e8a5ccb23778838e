"""What is wrong with settings, all of it, each with the place in the file that says it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A place in a line. Lines and columns count characters from 1, the end column is exclusive."""

    line: int
    column: int
    end_column: int


@dataclass(frozen=True, slots=True)
class Mistake:
    """``message`` says what is wrong at a place of ``source``, ``hint`` what to do. ``lines`` are those of the source.

    One that is not ``fatal`` is a warning: settings that several versions of agentlint share must work for all of them.
    """

    source: str
    span: Span
    message: str
    hint: str = ""
    fatal: bool = True
    lines: tuple[str, ...] = ()


class SettingsProblem(Exception):  # noqa: N818 - it is the user's to solve, not our error
    """Settings that cannot be used, with everything that is wrong with them."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__("; ".join(f"{one.source}:{one.span.line}: {one.message}" for one in mistakes))
        self.mistakes = mistakes
