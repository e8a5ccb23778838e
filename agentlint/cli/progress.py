"""What somebody who waits is told: which stage the run is in, and afterwards how long each took."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer
from time import perf_counter
from typing import TYPE_CHECKING

from agentlint.cli.output import note

if TYPE_CHECKING:
    from rich.status import Status

PATIENCE = 1.0
"""Seconds for which nobody wonders what goes on."""

STAGES = logging.getLogger("agentlint")


@contextmanager
def progress(*, verbose: bool, status: bool) -> Iterator[None]:
    """Listen to the stages of a run. ``verbose`` names each with its time; ``status`` shows the present one.

    Both go to standard error, the status only to a terminal and only after a second.
    """
    listeners: list[_Stopwatch | _Status] = []
    if verbose:
        listeners.append(_Stopwatch())
    if status and not verbose and sys.stderr is not None and sys.stderr.isatty():
        listeners.append(_Status())
    for listener in listeners:
        STAGES.addHandler(listener)
    level = STAGES.level
    STAGES.setLevel(logging.INFO if listeners else level)
    try:
        yield
    finally:
        STAGES.setLevel(level)
        for listener in listeners:
            STAGES.removeHandler(listener)
            listener.close()


class _Stopwatch(logging.Handler):
    """Says how long each stage took when the next one begins."""

    def __init__(self) -> None:
        super().__init__()
        self._stage = ""
        self._since = perf_counter()

    def emit(self, record: logging.LogRecord) -> None:
        """A stage begins, so the one before is over."""
        self._told()
        self._stage, self._since = record.getMessage(), perf_counter()

    def close(self) -> None:
        """The last stage is over."""
        self._told()
        super().close()

    def _told(self) -> None:
        if self._stage:
            note(f"{perf_counter() - self._since:7.2f} s  {self._stage}")


class _Status(logging.Handler):
    """Shows the present stage beside something that moves, as soon as the run takes longer than ``PATIENCE``."""

    def __init__(self) -> None:
        super().__init__()
        self._stage = ""
        self._over = False
        self._shown: Status | None = None
        self._timer = Timer(PATIENCE, self._show)
        self._timer.daemon = True
        self._timer.start()

    def emit(self, record: logging.LogRecord) -> None:
        """The next stage begins."""
        self._stage = f"{record.getMessage()} …"
        if self._shown is not None:
            self._shown.update(self._stage)

    def close(self) -> None:
        """Nobody waits any more."""
        self._timer.cancel()
        with self._turn():
            self._over = True
            if self._shown is not None:
                self._shown.stop()
        super().close()

    def _show(self) -> None:
        from rich.console import Console

        with self._turn():
            if not self._over:
                self._shown = Console(stderr=True, markup=False, highlight=False, emoji=False).status(self._stage)
                self._shown.start()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        """The timer has a thread of its own: one at a time, as with ``emit``."""
        self.acquire()
        try:
            yield
        finally:
            self.release()
