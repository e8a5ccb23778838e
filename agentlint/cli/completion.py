"""`agentlint completion`: what a shell needs to complete commands, options and the names of rules."""

import click
from click.shell_completion import BashComplete, FishComplete, ZshComplete

from agentlint.cli.codes import ExitCode
from agentlint.cli.output import emit

SHELLS = {"bash": BashComplete, "zsh": ZshComplete, "fish": FishComplete}

VARIABLE = "_AGENTLINT_COMPLETE"
"""Tells the command that a shell asks: click makes this name of that of the command."""


@click.command(short_help="Complete commands in a shell.")
@click.argument("shell", type=click.Choice(tuple(SHELLS)))
@click.pass_context
def completion(context: click.Context, shell: str) -> int:
    """Print the script that lets a SHELL complete `agentlint`.

    \b
    In ~/.bashrc:  eval "$(agentlint completion bash)"
    In ~/.zshrc:   eval "$(agentlint completion zsh)"
    For fish:      agentlint completion fish > ~/.config/fish/completions/agentlint.fish
    """
    script = SHELLS[shell](context.find_root().command, {}, "agentlint", VARIABLE)
    emit(script.source() + "\n")
    return ExitCode.CLEAN
