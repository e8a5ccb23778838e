"""The hook that runs agentlint before each commit, in the file of pre-commit."""

import re

FILE = ".pre-commit-config.yaml"

HOOK = """\
- repo: local
  hooks:
    - id: agentlint
      name: agentlint
      entry: agentlint check
      language: system
      pass_filenames: false # an edit in one file can break a contract in another
      always_run: true # so can a deletion
"""
"""It takes the agentlint that the project has installed; it reads the project and never imports it."""

REPOS = re.compile(r"^repos:[ \t]*(?:#.*)?\n(?P<entries>(?:(?:[ \t-].*|#.*|)\n)*)\Z", re.MULTILINE)
"""The list of repositories where it is the last thing in the file, so that one more entry can follow."""

ENTRY = re.compile(r"^(?P<indent>[ ]*)- repo:", re.MULTILINE)


def addition(text: str) -> str | None:
    """What is to follow the text of the file for the hook to be in it; None where nobody knows how to put it there."""
    if not text.strip():
        return f"repos:\n{_indented('  ')}"
    listed = REPOS.search(f"{text}\n")
    first = ENTRY.search(listed["entries"]) if listed is not None else None
    return _indented(first["indent"]) if first is not None else None


def _indented(indent: str) -> str:
    return "".join(f"{indent}{line}\n" for line in HOOK.splitlines())
