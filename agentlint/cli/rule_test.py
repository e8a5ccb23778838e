"""`agentlint rule test`: the examples on the pages of a project's own rules."""

from pathlib import Path

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.output import emit
from agentlint.reporters.escape import escaped


def test_rules(folders: tuple[str, ...]) -> int:
    """Run every example of every rule in ``folders``, with its rule alone and with all rules."""
    from agentlint.rules import HouseRuleProblem, in_folder
    from agentlint.trial.examples import run
    from agentlint.trial.pages import read

    if not folders:
        raise click.UsageError("name the folder of the rules: `agentlint rule test FOLDER`")
    wrong, right = 0, 0
    for folder in map(Path, folders):
        try:
            rules = in_folder(folder.absolute())
        except HouseRuleProblem as problem:
            raise click.ClickException(escaped(str(problem))) from problem
        for rule in rules.values():
            file = folder / f"{rule.id}.md"
            examples = read(file).examples if file.is_file() else ()
            if not any(example.expected for example in examples):
                emit(f"{escaped(str(file))}: `{rule.id}` has no page with an example that it finds something in\n")
                wrong += 1
            for example in examples:
                for select in ((rule.id,), ()):
                    outcome = run(example, select, (folder.absolute(),))
                    if not outcome:
                        which = "alone" if select else "with all rules"
                        emit(f"{escaped(str(file))}:{example.line}: {escaped(example.title)}, {which}\n{outcome}\n")
                    right, wrong = right + bool(outcome), wrong + (not outcome)
    emit(f"{right} right, {wrong} wrong\n")
    return ExitCode.FINDINGS if wrong else ExitCode.CLEAN
