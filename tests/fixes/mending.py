"""Programs that are fixed or accepted without the command around it."""

from pathlib import Path

from agentlint.diagnostics.result import Result
from agentlint.engine import check
from agentlint.fixes.accepting import accepting
from agentlint.fixes.repair import Contents, Repair, repair


def mended(folder: Path, text: str, *, unsafe: bool = False, reason: str | None = None) -> Repair:
    """What becomes of a program that is fixed, or with a ``reason`` of one that is accepted."""
    (folder / "example.py").write_text(text, "utf-8", newline="")

    def judge(contents: Contents) -> Result:
        found = check([folder], contents=contents)
        return found if reason is None else accepting(found, reason)

    return repair(judge({}), lambda path: (folder / path).read_bytes(), judge, unsafe=unsafe)


def text_of(made: Repair, before: str) -> str:
    return made.contents.get("example.py", before.encode()).decode()
