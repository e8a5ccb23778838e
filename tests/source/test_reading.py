"""Any bytes are legal input."""

import ast
import sys
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agentlint.source import Skipped, SourceModule, parse


def read(data: bytes, path: str = "a.py") -> SourceModule | Skipped:
    return parse(Path("/project") / path, path, data)


def reason(data: bytes) -> str:
    skipped = read(data)
    assert isinstance(skipped, Skipped)
    return skipped.reason


def value(data: bytes) -> object:
    """What the first statement, an assignment, assigns."""
    module = read(data)
    assert isinstance(module, SourceModule)
    statement = module.tree.body[0]
    assert isinstance(statement, ast.Assign)
    return ast.literal_eval(statement.value)


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param("x = 'é'".encode(), "é", id="utf-8"),
        pytest.param("\ufeffx = 'é'".encode(), "é", id="byte order mark"),
        pytest.param("# coding: cp1251\nx = 'ж'".encode("cp1251"), "ж", id="cookie"),
        pytest.param("#!/usr/bin/python\n# -*- coding: koi8-r -*-\nx = 'ж'".encode("koi8-r"), "ж", id="second line"),
        pytest.param("x = 'é'".encode("latin-1"), "é", id="latin-1 without a cookie"),
    ],
)
def test_text_is_decoded_as_python_would_or_more_forgivingly(data: bytes, expected: str) -> None:
    assert value(data) == expected


def test_an_empty_file_is_an_empty_module() -> None:
    module = read(b"")
    assert isinstance(module, SourceModule)
    assert module.tree.body == []


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        pytest.param(b"x = 1\0", "binary file (null bytes)", id="null bytes"),
        pytest.param(b"# coding: no-such\nx = 1", "cannot be decoded with the coding that it declares", id="no codec"),
        pytest.param(b"# coding: ascii\nx = '\xe9'", "cannot be decoded with the coding that it declares", id="lies"),
        pytest.param(b"print 'hello'", "Python 2 (print statement)", id="python 2"),
        pytest.param(b"x = " + b"(" * 2000 + b")" * 2000, "nested too deeply", id="parentheses"),
        pytest.param(b"x = " + b"-" * 100_000 + b"1", "nested too deeply", id="signs"),
        pytest.param(b"x = 1\n" * 1_000_000, "larger than 4 MB", id="generated"),
    ],
)
def test_what_cannot_be_read_is_skipped_with_its_reason(data: bytes, expected: str) -> None:
    assert reason(data) == expected


def test_a_syntax_error_tells_its_line_and_the_python_that_read_it() -> None:
    skipped = read(b"x = 1\ny = = 2\n")
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    assert skipped == Skipped("a.py", f"syntax error: invalid syntax (Python {version})", line=2)


def test_warnings_about_analysed_code_stay_silent() -> None:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert isinstance(read(b"x = '\\d'\nx is 1\n"), SourceModule)
    assert caught == []


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    assert isinstance(read(data), SourceModule | Skipped)
    assert isinstance(read(data, "a.ipynb"), SourceModule | Skipped)


@given(st.sampled_from(["utf-7", "utf-16", "unicode_escape", "hex", "idna", "punycode", "undefined"]), st.binary())
def test_no_declared_coding_raises(coding: str, data: bytes) -> None:
    assert isinstance(read(f"# coding: {coding}\n".encode() + data), SourceModule | Skipped)
