"""Literate suites: a heading names a test, the fences under it are the files of a program.

A comment on the line of a probe says what it sees: `reveal(x)  # revealed: "writer" | "critic"`. What Python would do,
and the evaluator does not see yet, is `# todo-revealed: …`; the test fails when that starts to work, and with
AGENTLINT_UPDATE=1 it removes the mark. A fence is the file that the line before it names (`` `path.py`: ``), else
`main.py`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tests.evaluate.probing import Place, observe

FILE = re.compile(r"`(?P<name>[\w/.-]+)`:")
COMMENT = re.compile(r"#\s*(?P<todo>todo-)?revealed:\s*(?P<text>.*\S)")
NEVER = "never"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a comment says of its line, which is number ``line`` of the suite."""

    text: str
    todo: bool
    line: int


@dataclass(frozen=True, slots=True)
class Difference:
    """Where comment and evaluator disagree; ``done`` where the comment says that this is still to do."""

    line: int
    text: str
    done: bool = False


@dataclass(frozen=True, slots=True)
class Case:
    """A heading with the program under it. ``offsets`` are the lines of the suite before each file."""

    title: str
    line: int
    files: dict[str, str]
    offsets: dict[str, int]

    @property
    def wanted(self) -> dict[Place, Wanted]:
        """What the comments say, by file and line."""
        return {
            (path, number): Wanted(found["text"], found["todo"] is not None, self.offsets[path] + number)
            for path, text in self.files.items()
            for number, line in enumerate(text.splitlines(), 1)
            if (found := COMMENT.search(line))
        }

    def differences(self) -> list["Difference"]:
        """Where the evaluator sees something else than the comments say, in the order of the suite."""
        told = observe(self.files)
        wanted = self.wanted
        found: list[Difference] = []
        for at in {**wanted, **told}:
            line = self.offsets[at[0]] + at[1]
            got = told.get(at, NEVER)
            match wanted.get(at):
                case None:
                    found.append(Difference(line, f"line {line}: nothing is announced\n     got: {got}"))
                case Wanted(text, True) if got == text:
                    found.append(Difference(line, f"line {line}: no longer to do\n     got: {got}", done=True))
                case Wanted(text, False) if got != text:
                    found.append(Difference(line, f"line {line}:\n  wanted: {text}\n     got: {got}"))
        return sorted(found, key=lambda one: one.line)


def read(path: Path) -> list[Case]:
    """The cases of a suite, in order."""
    tokens = MarkdownIt().parse(path.read_text("utf-8"))
    return list(_cases(tokens))


def seen() -> list[dict[Place, str]]:
    """All that the evaluator sees in all suites."""
    suites = sorted(Path(__file__).parent.glob("*.md"))
    return [observe(case.files) for suite in suites for case in read(suite)]


def settle(path: Path, lines: set[int]) -> None:
    """Say of these lines of a suite that what was to do is done."""
    text = path.read_text("utf-8").split("\n")
    for line in lines:
        text[line - 1] = text[line - 1].replace("# todo-revealed:", "# revealed:")
    path.write_text("\n".join(text), "utf-8")


def _cases(tokens: list[Token]) -> Iterator[Case]:
    starts = [index for index, token in enumerate(tokens) if token.type == "heading_open"]
    for start, end in pairwise([*starts, len(tokens)]):
        case = Case(tokens[start + 1].content, _line(tokens[start]), {}, {})
        name = "main.py"
        for token in tokens[start + 3 : end]:
            if token.type == "inline" and (named := FILE.fullmatch(token.content)):
                name = named["name"]
            if token.type == "fence":
                assert name not in case.files, f"line {_line(token)}: `{name}` is there already"
                case.files[name] = token.content
                case.offsets[name] = _line(token)
                name = "main.py"
        if case.files:
            yield case


def _line(token: Token) -> int:
    assert token.map is not None
    return token.map[0] + 1
