"""What the documents tell people to paste."""

import re

import pytest
import yaml

from agentlint.cli.formats import FORMATS
from tests.cli.command import ROOT
from tests.integrations.test_action import ACTION

INTEGRATIONS = (ROOT / "docs/integrations.md").read_text("utf-8")
SNIPPETS = [yaml.safe_load(text) for text in re.findall(r"```yaml\n(.*?)```", INTEGRATIONS, re.DOTALL)]
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))


def test_every_format_is_listed() -> None:
    listed = re.findall(r"^\| `(\w+)` \| [^|]+ \|$", INTEGRATIONS, re.MULTILINE)
    assert sorted(listed) == sorted(FORMATS)


def test_every_input_of_the_action_is_listed() -> None:
    listed = re.findall(r"^\| `(\w+)` \| [^|]* \| [^|]+ \|$", INTEGRATIONS, re.MULTILINE)
    assert listed == list(ACTION["inputs"])


def test_the_hook_has_the_name_that_is_told() -> None:
    (told,) = [hook for snippet in SNIPPETS for repo in snippet.get("repos", ()) for hook in repo["hooks"]]
    assert told["id"] == HOOK["id"]


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda snippet: next(iter(snippet)))
def test_snippets_are_yaml(snippet: object) -> None:
    assert isinstance(snippet, dict)
