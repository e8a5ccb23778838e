"""A comment that is to hide a finding, and hides none."""

from collections.abc import Iterator

from agentlint.diagnostics.finding import Level
from agentlint.diagnostics.fix import Fix, Revoke
from agentlint.diagnostics.ignores import Idle, Lack
from agentlint.rules.base import Claim, Group, rule


@rule(
    "unused-ignore",
    "comment that ignores nothing",
    level=Level.WARNING,
    group=Group.DESIGN,
    since="0.1",
)
def check(idle: Idle) -> Iterator[Claim]:
    """Who reads the comment believes that something is accepted here; a name that is misspelt accepts nothing."""
    match idle.lack:
        case Lack.RULE:
            message, remedy = "this comment names no rule, so it hides nothing", "name the rule: `ignore[rule] why`"
        case Lack.UNKNOWN:
            message = f"there is no rule `{idle.rule}`, so this comment hides nothing of it"
            remedy = f"did you mean `{idle.nearest}`?" if idle.nearest else "`agentlint rule --all` lists all rules"
        case Lack.REASON:
            message, remedy = "this comment does not say why, so it hides nothing", "add the reason behind the bracket"
        case Lack.FINDING:
            message, remedy = f"`{idle.rule}` finds nothing here that this comment could hide", "remove it"
    at, fix = idle.ignore.location, None
    if idle.lack is Lack.FINDING:
        fix = Fix("remove the comment", safe=True, edits=(Revoke(at, idle.rule),))
    yield Claim(message, help=remedy, at=at, part=idle.rule, fix=fix)
