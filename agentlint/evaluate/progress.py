"""Bars that show how far a loop has come: they give the elements that they are given."""

from collections.abc import Callable

from agentlint.evaluate.machine import Machine
from agentlint.evaluate.values import Arguments, Builtin, External, Span, Value


def _shown(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return given.get(0, "iterable", "sequence", "it")


def _counted(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return machine.call(Builtin("range"), Arguments(given.positional), span)


def _gathered(machine: Machine, given: Arguments, span: Span) -> Value | None:
    return machine.call(External("asyncio.gather"), Arguments(given.positional, (), given.rest), span)


_TQDM = ("tqdm", "tqdm.auto", "tqdm.notebook", "tqdm.std", "tqdm.rich", "tqdm.asyncio", "tqdm.autonotebook")
MODELS: dict[str, Callable[[Machine, Arguments, Span], Value | None]] = {
    **{f"{module}.{name}": _shown for module in _TQDM for name in ("tqdm", "tqdm_asyncio", "tqdm_notebook")},
    **{f"{module}.{name}": _counted for module in _TQDM for name in ("trange", "tnrange", "tarange")},
    "tqdm.asyncio.tqdm.gather": _gathered,
    "tqdm.asyncio.tqdm_asyncio.gather": _gathered,
    "rich.progress.track": _shown,
    "alive_progress.alive_it": _shown,
}
"""By qualified name, as of tqdm 4.67, rich 14.2 and alive-progress 3.3."""
