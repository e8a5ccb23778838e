"""Which files, their text and their syntax trees. Any bytes are legal input: what is not read is data that says why."""

from agentlint.source.discovery import Discovery, PathProblem, analysed_root, discover
from agentlint.source.module import Cell, SourceModule
from agentlint.source.project import Project
from agentlint.source.reading import parse
from agentlint.source.skipped import Skipped
from agentlint.source.versions import Pinned

__all__ = [
    "Cell",
    "Discovery",
    "PathProblem",
    "Pinned",
    "Project",
    "Skipped",
    "SourceModule",
    "analysed_root",
    "discover",
    "parse",
]
