"""`agentlint report`: what it writes where."""

from pathlib import Path

from tests.cli.command import CLEAN, ENDLESS, agentlint
from tests.source.tree import write


def test_both_forms_are_written_and_say_the_same(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": ENDLESS})
    run = agentlint("report", "-o", "report.md", "-o", "report.html", cwd=tmp_path)
    assert (run.code, run.out) == (0, "")
    assert "wrote report.md\nwrote report.html\n" in run.err
    for name in ("report.md", "report.html"):
        text = (tmp_path / name).read_text("utf-8")
        assert "Found 1 error in 1 graph" in text
        assert "cycle-without-exit" in text


def test_without_a_file_it_is_markdown_on_the_output(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": CLEAN})
    run = agentlint("report", cwd=tmp_path)
    assert run.code == 0
    assert run.out.startswith("# Orchestration report\n\nNo findings in 1 graph")


def test_settings_hold(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": ENDLESS, "agentlint.toml": 'ignore = ["loops"]\n'})
    assert "cycle-without-exit" not in agentlint("report", cwd=tmp_path).out


def test_what_is_accepted_stands_there_with_its_reason(tmp_path: Path) -> None:
    accepted = ENDLESS.replace(
        'builder.add_edge("critic", "writer")',
        'builder.add_edge("critic", "writer")  # agentlint: ignore[cycle-without-exit] a demo',
    )
    write(tmp_path, {"app.py": accepted})
    text = agentlint("report", cwd=tmp_path).out
    assert "## Chosen not to be told" in text
    assert "| comment | a demo |" in text


def test_another_kind_of_file_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": CLEAN})
    run = agentlint("report", "-o", "report.pdf", cwd=tmp_path)
    assert run.code == 2
    assert "a report is a .md or .html file, not 'report.pdf'" in run.err


def test_a_file_that_cannot_be_written_is_a_mistake(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": CLEAN})
    run = agentlint("report", "-o", "nowhere/report.md", cwd=tmp_path)
    assert run.code == 2
    assert "cannot write nowhere/report.md" in run.err


def test_nothing_to_report_has_a_code_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, {"app.py": "print(1)\n"})
    run = agentlint("report", cwd=tmp_path)
    assert run.code == 3
    assert "No orchestration found in 1 file." in run.out
