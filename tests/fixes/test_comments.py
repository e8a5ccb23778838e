"""Where a comment goes that accepts a finding, beside what the programs of the suite show."""

import pytest

from agentlint.diagnostics.fix import Accept, Revoke
from agentlint.fixes.comments import commented
from agentlint.fixes.files import NotEditable
from agentlint.graph.evidence import Location

SAYS = "# agentlint: ignore[loose] agreed"


def at(line: int, end: int | None = None) -> Accept:
    return Accept(Location("example.py", line, 1, end or line, 99), "loose", "agreed")


@pytest.mark.parametrize(
    ("text", "line", "after"),
    [
        ("def f(\n    x,\n):\n    return x", 1, f"def f(  {SAYS}\n    x,\n):\n    return x"),
        ("@d\ndef f():\n    pass", 2, f"@d\ndef f():  {SAYS}\n    pass"),
        ("with a:\n    b()", 1, f"with a:  {SAYS}\n    b()"),
        ("f(\n    a,\n    b,\n)", 2, f"f(\n    a,  {SAYS}\n    b,\n)"),
        ('f("""a\nb""", c)', 2, f'f("""a\nb""", c)  {SAYS}'),
        ('if x:\n    f("""a\nb\nc""")', 3, f'if x:\n    {SAYS}\n    f("""a\nb\nc""")'),
        ("a = b \\\n    + c \\\n    + d", 2, f"{SAYS}\na = b \\\n    + c \\\n    + d"),
        ("a = 1\n", 2, f"a = 1\n  {SAYS}"),
    ],
)
def test_the_place(text: str, line: int, after: str) -> None:
    assert commented(text, [at(line)]) == after


def test_lines_that_move_are_followed() -> None:
    text = "f(\n    1,\n)\ng(2)\nh(\n    3,\n)\n"
    accepted = commented(text, [at(1, 3), at(4), at(5, 7)])
    assert accepted == f"{SAYS}\nf(\n    1,\n)\ng(2)  {SAYS}\n{SAYS}\nh(\n    3,\n)\n"
    revoked = [Revoke(Location("", line, column, line, column + len(SAYS)), "loose") for line, column in
               ((1, 1), (5, 7), (6, 1))]  # fmt: skip
    assert commented(accepted, revoked) == text


def test_a_reason_is_added_where_there_is_none() -> None:
    assert commented("f()  # agentlint: ignore[old]", [at(1)]) == "f()  # agentlint: ignore[old, loose] agreed"


def test_a_comment_that_is_gone_cannot_be_revoked() -> None:
    with pytest.raises(NotEditable):
        commented("f()", [Revoke(Location("", 1, 6, 1, 20), "loose")])
