"""What a run has to say of baselines and of exceptions that ended: it is not the result."""

from datetime import date
from typing import TYPE_CHECKING

from agentlint.cli.output import note
from agentlint.reporters.wording import counted

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result
    from agentlint.settings import Workspace


def note_suppression(result: "Result", workspace: "Workspace") -> None:
    """Name what hides nothing any more."""
    from agentlint.diagnostics.suppression import ended

    for baseline in result.baselines:
        if baseline.stale:
            entries = counted(len(baseline.stale), "entry").replace("entrys", "entries")
            note(f"{baseline.file.name}: {entries} match nothing any more; `agentlint baseline --prune` removes them")
    today = date.today()
    for settings in workspace.used:
        for accepted in settings.ignores:
            if ended(accepted, today):
                note(f"`{accepted.rule}` at `{accepted.at}` was accepted until {accepted.until}: it is told again")
