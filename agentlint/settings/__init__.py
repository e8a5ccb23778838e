"""What a user may write, merged and resolved, with everything that is wrong with it at once."""

from agentlint.settings.mistakes import Mistake, SettingsProblem, Span
from agentlint.settings.settings import BASELINE, CONFIDENCES, FOREIGN, LEVELS, Settings
from agentlint.settings.vocabulary import Vocabulary
from agentlint.settings.workspace import Workspace

__all__ = [
    "BASELINE",
    "CONFIDENCES",
    "FOREIGN",
    "LEVELS",
    "Mistake",
    "Settings",
    "SettingsProblem",
    "Span",
    "Vocabulary",
    "Workspace",
]
