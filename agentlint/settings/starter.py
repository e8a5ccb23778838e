"""The settings that somebody begins with: the usual ones spelt out, others beside them as comments."""

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from agentlint.settings.files import NAMES, PROJECT
from agentlint.settings.keys import keys
from agentlint.settings.settings import Settings

SET: Mapping[str, str] = MappingProxyType(
    {"fail-on": '"error" # a hook that passes shows nothing: with "warning", warnings fail, too'}
)
"""What is set: it is the default, and the first that people want to change."""

EXAMPLES: Mapping[str, str] = MappingProxyType(
    {
        "pedantic": "true",
        "ignore": '["untested-escalation"]',
        "extend-exclude": '["examples/"]',
        "src": '["src"]',
        "per-file-ignores": '{ "experiments/**" = ["loops"] }',
        "require-ignore-reasons": "true",
    }
)


def starter(file: Path) -> str:
    """The settings as they stand in a file of that name."""
    known = keys(Settings)
    lines = ["[tool.agentlint]"] if file.name == PROJECT else []
    lines += [f"# {known[name].doc}\n{name} = {value}" for name, value in SET.items()]
    lines += [f"\n# {known[name].doc}\n# {name} = {value}" for name, value in EXAMPLES.items()]
    return "\n".join(lines) + "\n"


def place(folder: Path) -> Path:
    """The file that settings for a folder belong in."""
    return folder / PROJECT if (folder / PROJECT).is_file() else folder / NAMES[1]
