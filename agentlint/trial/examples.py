"""An example of a rule page as a test: what it announces is found, and nothing else."""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from agentlint.diagnostics.finding import Finding
from agentlint.engine import check
from agentlint.rules import vocabulary
from agentlint.settings import Workspace
from agentlint.trial.pages import Example, Expected

SETTINGS = "agentlint.toml"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an example announces and does not give, and what it gives and does not announce.

    ``judged`` counts the graphs that were seen, and the functions outside of all that ask a model.
    """

    missing: tuple[Expected, ...]
    surplus: tuple[Finding, ...]
    judged: int

    def __bool__(self) -> bool:
        return bool(self.judged) and not self.missing and not self.surplus

    def __str__(self) -> str:
        lines = [] if self.judged else ["no graph was found"]
        lines += [f"not found: {one.path}:{one.line}: {one.level}[{one.rule}] {one.text}" for one in self.missing]
        for one in self.surplus:
            lines.append(
                f"not expected: {one.location.path}:{one.location.line}: {one.level}[{one.rule}] {one.message}"
            )
        return "\n".join(lines)


def run(example: Example, select: tuple[str, ...] = (), rules: tuple[Path, ...] = ()) -> Outcome:
    """Run an example with the selected rules, or with all, and those in the folders ``rules``.

    Settings count where the example brings some.
    """
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path, text in example.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(text, "utf-8")
        chosen = {("--select", "select"): select, ("--rules", "rules_path"): rules}
        unset = SETTINGS not in example.files
        result = check([folder], Workspace(vocabulary(()), isolated=unset, options=chosen))
    missing, surplus = example.expected, []
    for finding in result.findings:
        same = next((one for one in missing if _announces(one, finding)), None)
        if same is None:
            surplus.append(finding)
        else:
            missing.remove(same)
    return Outcome(tuple(missing), tuple(surplus), len(result.graphs) + len(result.loose))


def _announces(expected: Expected, finding: Finding) -> bool:
    at = finding.location
    said = (expected.path, expected.line, expected.level, expected.rule)
    return said == (at.path, at.line, finding.level, finding.rule) and expected.text in finding.message
