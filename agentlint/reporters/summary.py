"""What ends every report for people: what was found, and in what."""

from collections import Counter

from agentlint.diagnostics.finding import Level
from agentlint.diagnostics.result import Result, Suppressor
from agentlint.reporters.wording import counted, measured

NOUNS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "remark"}

BY = {Suppressor.COMMENT: "comments", Suppressor.SETTINGS: "settings", Suppressor.BASELINE: "the baseline"}


def summary_line(result: Result) -> str:
    """One sentence about the run, which never leaves out what was not seen; and what more there is, a line each."""
    seen = result.summary
    skipped = f", {counted(seen.skipped, 'file')} skipped" if seen.skipped else ""
    if not seen.graphs:
        return f"No orchestration found in {counted(seen.files, 'file')}{skipped}"
    parts = f"{counted(seen.nodes, 'node')}, {counted(seen.edges, 'edge')}, {seen.unresolved} unresolved"
    covered = f"\nOrchestration coverage: {measured(result.coverage)}" if result.coverage is not None else ""
    more = f"{_hidden(result)}{covered}{_fixable(result)}"
    return f"{_found(result)} in {counted(seen.graphs, 'graph')} ({parts}{skipped}){more}"


def _hidden(result: Result) -> str:
    """How many findings somebody chose not to be told, and by what."""
    if not result.hidden:
        return ""
    by = Counter(one.by for one in result.hidden)
    ways = ", ".join(f"{by[how]} by {words}" for how, words in BY.items() if by[how])
    return f". {len(result.hidden)} hidden: {ways}"


def _fixable(result: Result) -> str:
    """How many findings can be fixed, and how."""
    safe = [finding.fix.safe for finding in result.findings if finding.fix is not None]
    ways = [way for way in ((safe.count(True), "--fix"), (safe.count(False), "--fix --unsafe-fixes")) if way[0]]
    told = [f"{number} {'more' if index else 'fixable'} with `{how}`" for index, (number, how) in enumerate(ways)]
    return f"\n[*] {', '.join(told)}" if told else ""


def _found(result: Result) -> str:
    levels = Counter(finding.level for finding in result.findings)
    counts = [counted(levels[level], noun) for level, noun in NOUNS.items() if levels[level]]
    if len(counts) < 2:
        return f"Found {counts[0]}" if counts else "No findings"
    return f"Found {', '.join(counts[:-1])} and {counts[-1]}"
