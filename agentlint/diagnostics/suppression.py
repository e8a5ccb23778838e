"""What keeps findings from being told by comments and by settings, and what of that is not needed any more."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from fnmatch import fnmatchcase

from agentlint.diagnostics.finding import Finding
from agentlint.diagnostics.ignores import Idle, Ignore, Lack, covering
from agentlint.diagnostics.result import Hidden, Suppressor
from agentlint.settings.settings import Accepted


def by_comments(findings: Iterable[Finding], ignores: Iterable[Ignore]) -> tuple[list[Finding], list[Hidden]]:
    """The findings that stay, and those that comments hide."""
    by_rule: dict[str, list[Ignore]] = {}
    for ignore in ignores:
        for rule in ignore.rules:
            by_rule.setdefault(rule, []).append(ignore)
    kept: list[Finding] = []
    hidden: list[Hidden] = []
    for finding in findings:
        by = next(covering(by_rule.get(finding.rule, ()), finding), None)
        if by is None:
            kept.append(finding)
        else:
            hidden.append(Hidden(finding, Suppressor.COMMENT, by.reason))
    return kept, hidden


def idle(
    written: Iterable[Ignore],
    ignores: Collection[Ignore],
    findings: Sequence[Finding],
    known: Mapping[str, object],
    judged: Callable[[Ignore, str], bool],
) -> Iterator[Idle]:
    """Those of the ``written`` comments that hide nothing: for instance because they are not among the ``ignores``.

    A rule that was not ``judged`` where the comment stands may need it.
    """
    for ignore in written:
        if not ignore.rules:
            yield Idle(ignore, Lack.RULE)
        elif ignore not in ignores:
            yield Idle(ignore, Lack.REASON)
            continue
        for rule in ignore.rules:
            if rule not in known:
                yield Idle(ignore, Lack.UNKNOWN, rule, next(iter(get_close_matches(rule, list(known), 1)), None))
            elif judged(ignore, rule) and not any(ignore.covers(one) for one in findings if one.rule == rule):
                yield Idle(ignore, Lack.FINDING, rule)


def by_settings(
    findings: Iterable[Finding], accepted: Callable[[Finding], Collection[Accepted]], name: Callable[[Finding], str]
) -> tuple[list[Finding], list[Hidden]]:
    """The findings that stay, and those that settings accept by the ``name`` of what they are about."""
    kept: list[Finding] = []
    hidden: list[Hidden] = []
    today = date.today()
    for finding in findings:
        names = {finding.element, name(finding)}
        names |= {one.partition(" = ")[0] for one in names}
        by = next((one for one in accepted(finding) if not ended(one, today) and _meets(one, finding, names)), None)
        if by is None:
            kept.append(finding)
        else:
            hidden.append(Hidden(finding, Suppressor.SETTINGS, by.reason))
    return kept, hidden


def ended(accepted: Accepted, today: date) -> bool:
    """Whether what is accepted was so only until a day that is over."""
    return accepted.until is not None and accepted.until < today


def _meets(accepted: Accepted, finding: Finding, names: Iterable[str]) -> bool:
    return accepted.rule == finding.rule and any(fnmatchcase(name, accepted.at) for name in names)
