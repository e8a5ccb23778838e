"""The formats in which `agentlint check` reports, and which one it takes if nobody says."""

import os
from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.text import Text

    from agentlint.diagnostics.result import Result
    from agentlint.reporters.console import Color

READ = ("full", "concise", "grouped", "agent")
"""What is read on a screen, in lines."""
PARSED = ("json", "sarif", "gitlab", "junit")
"""What programs read: they want a document even where it says nothing."""
FORMATS = ("full", "concise", "grouped", "json", "sarif", "github", "gitlab", "junit", "markdown", "agent")

CODING_AGENTS = (
    *("AI_AGENT", "ANTIGRAVITY_AGENT", "AUGMENT_AGENT", "CLAUDECODE", "CLAUDE_CODE", "CODEX_SANDBOX"),
    *("CODEX_THREAD_ID", "CURSOR_AGENT", "GEMINI_CLI", "OPENCODE"),
)
"""Variables that coding agents set for the commands that they run; `AI_AGENT` is for those without one of their own."""


def usual_format() -> str:
    """The format for whoever reads along: a person, or a coding agent."""
    return "agent" if any(os.environ.get(variable) for variable in CODING_AGENTS) else "full"


def report(result: "Result", form: str, color: "Color", *, statistics: bool = False) -> str:
    """The result in the format ``form``, with colour where that is for a screen that has it; or its ``statistics``."""
    if form not in READ:
        return _document(form)(result)
    from agentlint.reporters.console import rendered
    from agentlint.reporters.statistics import statistics as counted

    return rendered((counted if statistics else _lines(form))(result), color)


def _lines(form: str) -> "Callable[[Result], Text]":
    match form:
        case "concise":
            from agentlint.reporters.concise import concise as lines
        case "grouped":
            from agentlint.reporters.grouped import grouped as lines
        case "agent":
            from agentlint.reporters.agent import agent as lines
        case _:
            from agentlint.reporters.full import full as lines
    return lines


def _document(form: str) -> "Callable[[Result], str]":
    match form:
        case "sarif":
            from agentlint.reporters.sarif import sarif as document
        case "github":
            from agentlint.reporters.github import github as document
        case "gitlab":
            from agentlint.reporters.gitlab import gitlab as document
        case "junit":
            from agentlint.reporters.junit import junit as document
        case "markdown":
            from agentlint.reporters.markdown import markdown as document
        case _:
            from agentlint.reporters.json_findings import json_findings as document
    return document
