"""Comments that accept a finding, put where they are about its place and nowhere else, and taken away again."""

import ast
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from agentlint.diagnostics.fix import Accept, Revoke
from agentlint.diagnostics.ignores import Ignore, ignores
from agentlint.fixes.files import NotEditable
from agentlint.graph.evidence import Location
from agentlint.source import SourceModule
from agentlint.source.syntax import Unparsable, syntax

USUAL, LONGEST = 88, 120
"""Characters of a line with a comment: as many as the longest line of the file has, from the first to the second."""

LISTED = re.compile(r"\[[^\]]*\]")


def commented(text: str, edits: Sequence[Accept | Revoke]) -> str:
    """The text of a module after all edits. Raises `NotEditable`."""
    moves: list[tuple[int, int]] = []
    for edit in edits:
        here = replace(edit, at=_moved(edit.at, moves))
        made = _accepted(text, here) if isinstance(here, Accept) else _revoked(text, here)
        old, new = text.split("\n"), made.split("\n")
        same = sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(old, new, strict=False)))
        moves.append((same + 1, len(new) - len(old)))
        text = made
    return text


def _moved(at: Location, moves: Sequence[tuple[int, int]]) -> Location:
    """A place after lines have come or gone above it: from the line where they did, and how many."""
    for first, lines in moves:
        if at.line >= first:
            at = replace(at, line=at.line + lines, end_line=at.end_line + lines)
    return at


def _accepted(text: str, edit: Accept) -> str:
    """The text with a comment at the first place that is good for one: where the code stays what it is."""
    module = _module(text)
    about = [one for one in ignores(module) if one.first <= edit.at.end_line and edit.at.line <= one.last]
    if any(edit.rule in one.rules for one in about):
        return text
    code, said = ast.dump(module.tree), _count(module, edit.rule)
    for candidate in _candidates(module, edit):
        made = syntax(candidate)
        if isinstance(made, ast.Module) and ast.dump(made) == code and _count(_module(candidate), edit.rule) > said:
            return candidate
    raise NotEditable("no comment can stand there")


def _candidates(module: SourceModule, edit: Accept) -> Iterator[str]:
    """The text with the comment in one that is there, at the end of the line, or above the statement."""
    line, lines = min(edit.at.line, len(module.lines)), list(module.lines)
    statement = _statement(module.tree, line)
    first = statement.lineno if statement is not None else line
    for one in ignores(module):
        if one.rules and not one.whole and {one.location.line, one.first} & {line, first}:
            yield _replaced(lines, one, _extended(_written(module, one), edit))
    comment = f"# agentlint: ignore[{edit.rule}] {edit.reason}".rstrip()
    beside = _joined(lines, line, f"{lines[line - 1]}  {comment}")
    indent = re.match(r"\s*", lines[first - 1])
    above = _joined(lines, first, f"{indent.group() if indent else ''}{comment}", lines[first - 1])
    if statement is None or _has_body(statement):
        yield beside
        return
    longest = min(LONGEST, max(USUAL, *map(len, lines)))
    whole = first == line and statement.end_lineno != first
    if not whole and len(lines[line - 1]) + 2 + len(comment) <= longest:
        yield beside
    yield above
    yield beside


def _revoked(text: str, edit: Revoke) -> str:
    """The text without the rule in the comment, and without the comment where that names no other."""
    module = _module(text)
    lines = list(module.lines)
    for one in ignores(module):
        if (one.location.line, one.location.column) == (edit.at.line, edit.at.column) and edit.rule in one.rules:
            rest = [rule for rule in one.rules if rule != edit.rule]
            return _replaced(lines, one, _listing(_written(module, one), rest) if rest else "")
    raise NotEditable("the comment is not there any more")


def _extended(written: str, edit: Accept) -> str:
    """A comment with one more rule, and with the reason where it has none."""
    found = LISTED.search(written)
    rules = [name.strip() for name in found.group().strip("[]").split(",")] if found else []
    bare = found is not None and not written[found.end() :].strip()
    return _listing(written, [*rules, edit.rule]) + (f" {edit.reason}" if bare and edit.reason else "")


def _listing(written: str, rules: Sequence[str]) -> str:
    return LISTED.sub(lambda _: f"[{', '.join(rules)}]", written, count=1)


def _written(module: SourceModule, one: Ignore) -> str:
    at = one.location
    return module.lines[at.line - 1][at.column - 1 : at.end_column - 1]


def _replaced(lines: Sequence[str], one: Ignore, written: str) -> str:
    """The text with another comment in the place of one. A line that becomes empty goes too."""
    at = one.location
    line = lines[at.line - 1]
    before, after = line[: at.column - 1], line[at.end_column - 1 :]
    if not written:
        after = after.lstrip()
        before = before if after else before.rstrip()
    changed = before + written + after
    return _joined(lines, at.line, *([changed] if changed.strip() else []))


def _joined(lines: Sequence[str], number: int, *instead: str) -> str:
    """The text with other lines in the place of one."""
    return "\n".join([*lines[: number - 1], *instead, *lines[number:]])


def _statement(tree: ast.Module, line: int) -> ast.stmt | None:
    """The innermost statement of which a line is part."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.stmt)]
    around = [node for node in found if node.lineno <= line <= (node.end_lineno or node.lineno)]
    return max(around, key=lambda node: (node.lineno, -(node.end_lineno or 0)), default=None)


def _has_body(statement: ast.stmt) -> bool:
    """Whether a comment above would be about other statements too."""
    return any(
        isinstance(child, ast.stmt | ast.ExceptHandler | ast.match_case) for child in ast.iter_child_nodes(statement)
    )


def _count(module: SourceModule, rule: str) -> int:
    return sum(rule in one.rules for one in ignores(module))


def _module(text: str) -> SourceModule:
    match syntax(text):
        case Unparsable(reason):
            raise NotEditable(reason)
        case tree:
            return SourceModule("", Path(), text, tuple(text.split("\n")), tree)
