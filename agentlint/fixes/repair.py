"""Fixes applied as far as they hold: each is made in memory, and stays only if the finding goes and no other comes."""

from collections import Counter, defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.fix import Accept, Edit, Put, Respell, Revoke
from agentlint.diagnostics.result import Result
from agentlint.fixes.comments import commented
from agentlint.fixes.files import Change, NotEditable, changed
from agentlint.fixes.syntax import edited

Contents = Mapping[str, bytes]
"""Files that differ from those on the disk, by their path below the root."""

Read = Callable[[str], bytes]
Judge = Callable[[Contents], Result]

Key = tuple[str, str, str]


@dataclass(slots=True)
class Repair:
    """What became of the fixes of a result.

    ``result`` is what is found afterwards, ``contents`` are the files that change, ``fixed`` the findings that are gone
    and ``left`` those whose fix was taken back, with the reason.
    """

    result: Result
    read: Read
    judge: Judge
    contents: dict[str, bytes] = field(default_factory=dict)
    fixed: list[Finding] = field(default_factory=list)
    left: dict[Key, tuple[Finding, str]] = field(default_factory=dict)


def repair(result: Result, read: Read, judge: Judge, *, unsafe: bool) -> Repair:
    """Apply the safe fixes, or all of them, until nothing more can be fixed.

    ``read`` gives the bytes of a file, ``judge`` runs the analysis again with other contents of some files.
    """
    done = Repair(result, read, judge)
    while wanted := [
        finding
        for finding in done.result.findings
        if finding.fix is not None and (finding.fix.safe or unsafe) and _key(finding) not in done.left
    ]:
        _attempt(done, _compatible(wanted))
    return done


def _attempt(done: Repair, findings: Sequence[Finding]) -> None:
    """Fix all of the findings at once, or else a half of them, down to the one that cannot be fixed."""
    why = _try(done, findings)
    if why and len(findings) == 1:
        done.left[_key(findings[0])] = (findings[0], why)
    elif why:
        _attempt(done, findings[: len(findings) // 2])


def _try(done: Repair, findings: Sequence[Finding]) -> str:
    """Fix the findings, unless there is a reason not to: then it is returned."""
    try:
        contents = done.contents | _contents(done, findings)
    except NotEditable as problem:
        return str(problem)
    except OSError as error:
        return f"the file cannot be read: {error.strerror}"
    after = done.judge(contents)
    before, now = Counter(map(_key, done.result.findings)), Counter(map(_key, after.findings))
    if added := now - before:
        return f"it would bring `{min(added)[0]}`"
    if any(now[_key(finding)] == before[_key(finding)] for finding in findings):
        return "the finding would stay"
    if len(after.graphs) < len(done.result.graphs):
        return "a graph could not be read any more"
    done.result, done.contents = after, contents
    done.fixed += findings
    return ""


def _contents(done: Repair, findings: Sequence[Finding]) -> dict[str, bytes]:
    """The files that the fixes of the findings change. Raises `NotEditable`."""
    edits: defaultdict[str, defaultdict[int | None, list[Edit]]] = defaultdict(lambda: defaultdict(list))
    for edit in (edit for finding in findings if finding.fix is not None for edit in finding.fix.edits):
        edits[edit.at.path][edit.at.cell].append(edit)
    made: dict[str, bytes] = {}
    for path, of in edits.items():
        data = done.contents[path] if path in done.contents else done.read(path)
        made[path] = changed(path, data, {cell: _by(these) for cell, these in of.items()})
    return made


def _by(edits: Sequence[Edit]) -> Change:
    """What makes edits of one kind: in the code, or in its comments."""
    code = [edit for edit in edits if isinstance(edit, Put | Respell)]
    comments = [edit for edit in edits if not isinstance(edit, Put | Respell)]
    return lambda text: edited(text, code) if code else commented(text, comments)


def _compatible(findings: Sequence[Finding]) -> list[Finding]:
    """The findings whose fixes do not say different things at one place, those that come first before others.

    What changes the code of a file moves its comments.
    """
    said: dict[tuple[object, ...], object] = {}
    taken: list[Finding] = []
    for finding in findings:
        edits = finding.fix.edits if finding.fix is not None else ()
        says: dict[tuple[object, ...], object] = {_subject(edit): edit for edit in edits}
        says |= {(edit.at.path, edit.at.cell): isinstance(edit, Put | Respell) for edit in edits}
        if all(said.get(subject, what) == what for subject, what in says.items()):
            said |= says
            taken.append(finding)
    return taken


def _subject(edit: Edit) -> tuple[object, ...]:
    """What an edit speaks of: two that speak of the same cannot both be made."""
    match edit:
        case Put(at, names):
            return at, names[:1]
        case Respell(at):
            return (at,)
        case Accept(at, rule) | Revoke(at, rule):
            return at, rule


def _key(finding: Finding) -> Key:
    return finding.rule, finding.location.path, finding.element
