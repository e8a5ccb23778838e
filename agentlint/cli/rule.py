"""`agentlint rule`: what a rule finds, why that matters, and what to do."""

import json
import sys
from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click
from click.shell_completion import CompletionItem

from agentlint.cli.codes import ExitCode
from agentlint.cli.output import emit
from agentlint.cli.settings import rules_here
from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.rules import Rule


def _completed(context: click.Context, parameter: click.Parameter, begun: str) -> list[CompletionItem]:
    """The rules and groups that begin so, for the shell."""
    found = [CompletionItem(rule.id, help=rule.summary) for rule in rules_here().values() if rule.id.startswith(begun)]
    return found + [CompletionItem(group) for group in _groups() if group.startswith(begun)]


@click.command(short_help="Explain rules.")
@click.argument("names", metavar="[RULE|GROUP]...", nargs=-1, shell_complete=_completed)
@click.option("--all", "everything", is_flag=True, help="The pages of all rules.")
@click.option("--output-format", "form", type=click.Choice(("text", "json")), default="text", show_default=True)
def rule(names: tuple[str, ...], everything: bool, form: str) -> int:
    """Explain rules: what each finds, why that matters, and what to do. The name of a group, or none, lists rules.

    `rule test FOLDER` runs the examples on the pages of the rules in a folder.
    """
    if names[:1] == ("test",):
        from agentlint.cli.rule_test import test_rules

        return test_rules(names[1:])
    rules = rules_here()
    if everything and names:
        raise click.UsageError("--all explains all rules: name none")
    chosen = [rules[name] for name in names if name in rules]
    listed = [rule for rule in rules.values() if rule.group in names or not (names or everything)]
    for name in names:
        _check(name, rules)
    if form == "json":
        explained = list(rules.values()) if everything else [*chosen, *listed]
        emit(json.dumps(list(map(_published, explained)), indent=2) + "\n")
    elif everything or chosen:
        pages = list(rules.values()) if everything else chosen
        emit(_rendered("\n".join(_page(one) for one in pages)))
    if form == "text" and listed:
        emit(_list(listed))
    return ExitCode.CLEAN


def _check(name: str, rules: "Mapping[str, Rule]") -> None:
    """A name that is neither a rule nor a group is a usage error."""
    known = [*rules, *_groups()]
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"Did you mean {near[0]!r}?" if near else "`agentlint rule` lists them all."
        raise click.BadParameter(f"no rule or group {escaped(name)!r}. {hint}", param_hint="RULE")


def _groups() -> list[str]:
    from agentlint.rules.base import Group

    return sorted(group.value for group in Group)


def _page(rule: "Rule") -> str:
    """The page of a rule, with a line under its title that says what kind of rule it is."""
    from agentlint.rules import page_of

    title, _, body = page_of(rule).partition("\n")
    words = [f"{rule.level.value} at most" if rule.suspects else rule.level.value, rule.group.value]
    words += ["only with `--pedantic`"] if rule.pedantic else []
    words += [f"since {rule.since}"]
    return f"{title}\n\n*{' · '.join(words)}*\n{body}"


def _list(rules: "Iterable[Rule]") -> str:
    """The rules in a line each, by group."""
    ordered = sorted(rules, key=lambda rule: (rule.group.value, rule.id))
    width = max(len(rule.id) for rule in ordered)
    lines: list[str] = []
    group = None
    for rule in ordered:
        if rule.group != group:
            lines += [""] * bool(lines) + [rule.group.value]
            group = rule.group
        lines.append(f"  {rule.id:{width}}  {rule.summary}{' (pedantic)' if rule.pedantic else ''}")
    return "\n".join(lines) + "\n"


def _published(rule: "Rule") -> dict[str, Any]:
    """A rule for programs, with its page as Markdown."""
    from agentlint.rules import page_of

    return {
        "id": rule.id,
        "summary": rule.summary,
        "group": rule.group.value,
        "level": rule.level.value,
        "suspects": rule.suspects,
        "pedantic": rule.pedantic,
        "since": rule.since,
        "options": _options(rule),
        "page": page_of(rule),
    }


def _options(rule: "Rule") -> dict[str, Any]:
    """The options of a rule with their defaults."""
    from agentlint.settings.keys import keys

    return {name: one.default for name, one in keys(rule.options).items()} if rule.options is not None else {}


def _rendered(markdown: str) -> str:
    """The page laid out for a terminal, and as it is for anything else."""
    if not sys.stdout.isatty():
        return markdown
    from rich.console import Console
    from rich.markdown import Markdown

    console = Console(emoji=False)
    with console.capture() as captured:
        console.print(Markdown(markdown, hyperlinks=True))
    return captured.get()
