"""Untrusted text on its way to a terminal."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentlint.reporters.escape import escaped


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("writer", "writer"),
        ("écrivain 作家", "écrivain 作家"),
        ("\x1b[31mred", "\\x1b[31mred"),
        ("two\nlines", "two\\nlines"),
        ("user\u202enimda", "user\\u202enimda"),
        ("\ud800", "\\ud800"),
        ("\x9b2J", "\\x9b2J"),
        ("", ""),
    ],
)
def test_what_does_not_print_is_spelt_out(text: str, shown: str) -> None:
    assert escaped(text) == shown


@given(st.text(st.characters()))
def test_nothing_is_left_that_a_terminal_would_obey(text: str) -> None:
    assert not {unicodedata.category(char) for char in escaped(text)} & {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}
