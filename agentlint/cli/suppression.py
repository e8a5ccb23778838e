"""What a run has to say of baselines and of exceptions that ended: it is not the result."""

from datetime import date
from typing import TYPE_CHECKING

from agentlint.cli.output import note

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result
    from agentlint.settings import Workspace


def note_suppression(result: "Result", workspace: "Workspace") -> None:
    """Name what hides nothing any more."""
    from agentlint.diagnostics.suppression import ended

    for baseline in result.baselines:
        if baseline.stale:
            gone = "1 entry matches" if len(baseline.stale) == 1 else f"{len(baseline.stale):,} entries match"
            note(f"{baseline.file.name}: {gone} nothing any more; `agentlint baseline --prune` removes what is stale")
    today = date.today()
    for settings in workspace.used:
        for accepted in settings.ignores:
            if ended(accepted, today):
                note(f"`{accepted.rule}` at `{accepted.at}` was accepted until {accepted.until}: it is told again")
