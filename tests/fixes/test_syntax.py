"""How an edit is laid out among what stands around it."""

import ast

import pytest

from agentlint.diagnostics.fix import Put, Respell
from agentlint.fixes.files import NotEditable
from agentlint.fixes.syntax import edited
from agentlint.graph.evidence import Location


def place(text: str, kind: type[ast.expr]) -> Location:
    """Where the first expression of a kind stands: a call is one of `f`."""
    found = [node for node in ast.walk(ast.parse(text)) if isinstance(node, kind)]
    node = next(node for node in found if not isinstance(node, ast.Call) or ast.unparse(node.func) == "f")
    assert node.end_lineno is not None
    assert node.end_col_offset is not None
    line = text.split("\n")[node.lineno - 1].encode()
    last = text.split("\n")[node.end_lineno - 1].encode()
    column, end = len(line[: node.col_offset].decode()), len(last[: node.end_col_offset].decode())
    return Location("example.py", node.lineno, column + 1, node.end_lineno, end + 1)


ARGUMENTS = [
    ("f()", "f(n=20)"),
    ("f(a, b)", "f(a, b, n=20)"),
    ("f(a, b,)", "f(a, b, n=20,)"),
    ("f(*a, **b)", "f(*a, **b, n=20)"),
    ("(f(a))", "(f(a, n=20))"),
    ("f(\n    a,\n    b,  # last\n)", "f(\n    a,\n    b,  # last\n    n=20,\n)"),
    ("f(\n    a,\n    b  # last\n)", "f(\n    a,\n    b,  # last\n    n=20\n)"),
    ("f(\n    a, b  # last\n)", "f(\n    a, b, n=20  # last\n)"),
    ("f(a,\n  b)", "f(a,\n  b,\n  n=20)"),
    ("f(\n    a,\n\n    # the end\n)", "f(\n    a,\n    n=20,\n\n    # the end\n)"),
    ("if x:\n\tg(f(\n\t\ta\n\t))", "if x:\n\tg(f(\n\t\ta,\n\t\tn=20\n\t))"),
    ('x = "é"; f("ü")', 'x = "é"; f("ü", n=20)'),
    ("await_(f(a)).g(b)", "await_(f(a, n=20)).g(b)"),
]


@pytest.mark.parametrize(("before", "after"), ARGUMENTS)
def test_an_argument(before: str, after: str) -> None:
    assert edited(before, [Put(place(before, ast.Call), ("n",), 20)]) == after


ENTRIES = [
    ("{}", '{"end": "end"}'),
    ("{'a': 1}", "{'a': 1, 'end': 'end'}"),
    ("{\n    'a': 1,  # one\n}", "{\n    'a': 1,  # one\n    'end': 'end',\n}"),
    ("{\n    'a': 1  # one\n}", "{\n    'a': 1,  # one\n    'end': 'end'\n}"),
    ("{'a': 1,\n 'b': 2}", "{'a': 1,\n 'b': 2,\n 'end': 'end'}"),
    ('{**others, "a": 1}', '{**others, "a": 1, "end": "end"}'),
]


@pytest.mark.parametrize(("before", "after"), ENTRIES)
def test_an_entry(before: str, after: str) -> None:
    assert edited(before, [Put(place(before, ast.Dict), ("end",), "end")]) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [("[]", '["end"]'), ("['a',]", "['a', 'end',]"), ("[\n    'a'\n]", "[\n    'a',\n    'end'\n]")],
)
def test_an_element(before: str, after: str) -> None:
    assert edited(before, [Put(place(before, ast.List), ("end",), "end")]) == after


def test_a_value_within_dicts() -> None:
    put = Put(place("f(x)", ast.Call), ("config", "limits", "steps"), 20)
    assert edited("f(x)", [put]) == 'f(x, config={"limits": {"steps": 20}})'


def test_edits_within_each_other() -> None:
    text = 'f({"a": "b"})'
    edits = [
        Put(place(text, ast.Call), ("n",), True),
        Put(place(text, ast.Dict), ("c",), "d"),
        Respell(place(text, ast.Constant), "z"),
    ]
    assert edited(text, edits) == 'f({"z": "b", "c": "d"}, n=True)'


@pytest.mark.parametrize(
    ("before", "after"),
    [("x = 'crtic'", "x = 'critic'"), ('x = """crtic"""', 'x = "critic"'), ("x = ('crtic')", "x = ('critic')")],
)
def test_a_string(before: str, after: str) -> None:
    assert edited(before, [Respell(place(before, ast.Constant), "critic")]) == after


def test_a_name_that_is_no_plain_text_is_escaped() -> None:
    made = edited("x = 'a'", [Respell(place("x = 'a'", ast.Constant), 'say "é"\n\\')])
    assert ast.literal_eval(made.removeprefix("x = ")) == 'say "é"\n\\'


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("f(x for x in y)", ast.Call),  # would need brackets of its own
        ("f(a, n=1)", ast.Call),  # has such an argument
        ("{k: k for k in y}", ast.DictComp),
    ],
)
def test_what_cannot_take_an_edit_is_left_alone(text: str, kind: type[ast.expr]) -> None:
    with pytest.raises(NotEditable, match="line 1 cannot be edited"):
        edited(text, [Put(place(text, kind), ("n",), 20)])


def test_strings_that_are_joined_are_left_alone() -> None:
    text = "x = 'cr' 'tic'"
    with pytest.raises(NotEditable):
        edited(text, [Respell(place(text, ast.Constant), "critic")])
