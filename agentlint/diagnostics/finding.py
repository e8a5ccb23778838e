"""A finding as data: what, where, why, what to do. Only reporters make text of it."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from agentlint.diagnostics.fix import Fix
from agentlint.graph.evidence import Confidence, Location


class Level(StrEnum):
    """How bad a finding is, worst first. Suspicion is never an error."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Label:
    """Words under the carets at one place."""

    message: str
    location: Location


@dataclass(frozen=True, slots=True)
class Finding:
    """One violation, complete: ``message`` says what, ``labels`` and ``notes`` why, ``help`` what to do.

    ``flow`` is the way of control that it is about, step by step: once round a loop.

    ``element`` is the structural identity of what it is about and ``graph`` the name of its graph; ``label`` are the
    words at ``location``, ``labels`` the other places that matter. ``fix`` are edits that remove it, if there are any.
    ``local``: it is about the code of the function around ``location``, whichever graph runs it.
    """

    rule: str
    level: Level
    confidence: Confidence
    message: str
    location: Location
    graph: str
    element: str
    label: str = ""
    labels: tuple[Label, ...] = ()
    notes: tuple[str, ...] = ()
    help: str = ""
    flow: tuple[Label, ...] = ()
    fix: Fix | None = None
    local: bool = False

    @property
    def fingerprint(self) -> str:
        """Stable over moved lines and reformatting: rule and structural identity decide, and the file of the place."""
        key = f"{self.rule}\0{self.location.path}\0{self.element}"
        return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).hexdigest()
