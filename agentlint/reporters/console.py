"""Where styled text becomes characters: one console for everything."""

import os
from typing import Literal

from rich.console import Console
from rich.text import Text

Color = Literal["auto", "always", "never"]


def console(color: Color = "auto") -> Console:
    """The console for standard output. It takes nothing for markup, and neither wraps nor highlights by itself.

    ``auto`` colours a terminal, unless `NO_COLOR` is set; `FORCE_COLOR` and `CLICOLOR_FORCE` colour a pipe too.
    """
    forced = os.environ.get("CLICOLOR_FORCE", "0") not in ("", "0") and "NO_COLOR" not in os.environ
    terminal = {"always": True, "never": False, "auto": True if forced else None}[color]
    plain = {"always": False, "never": True, "auto": None}[color]
    return Console(
        markup=False,
        highlight=False,
        soft_wrap=True,
        emoji=False,
        force_terminal=terminal,
        no_color=plain,
        color_system="standard" if terminal else "auto",
    )


def rendered(text: Text, color: Color = "auto") -> str:
    """``text`` as characters for standard output, with colour codes where ``color`` has them."""
    target = console(color)
    with target.capture() as captured:
        target.print(text, end="")
    return captured.get()
