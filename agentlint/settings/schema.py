"""The settings as JSON Schema, from the declarations that they are read by."""

import json

from agentlint.settings.keys import keys, schema_of
from agentlint.settings.settings import Settings
from agentlint.settings.vocabulary import Vocabulary


def json_schema(vocabulary: Vocabulary) -> str:
    """The schema of `agentlint.toml`, and of the table `[tool.agentlint]`."""
    document = {
        "$schema": "http://json-schema.org/draft-07/schema#",
        "title": "agentlint",
        "description": "Settings of agentlint: `agentlint.toml`, or `[tool.agentlint]` in `pyproject.toml`.",
        **schema_of(keys(Settings), vocabulary),
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"
