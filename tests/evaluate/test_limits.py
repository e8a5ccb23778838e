"""Programs that are too large, too deep or too hungry to write down: what follows them is still seen."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.evaluate.probing import observe

FLAT = {
    "a sum of 2,000 parts": "text = " + " + ".join(['"a"'] * 2_000),
    "a test of 2,000 parts": "flag = " + " or ".join(["ask()"] * 2_000),
    "a comparison of 2,000 parts": "flag = " + " < ".join(["ask()"] * 2_000),
    "2,000 attributes": "value = ask()" + ".next" * 2_000,
    "1,000 calls in a chain": "value = ask()" + ".then()" * 1_000,
    "2,000 subscripts": "value = ask()" + "[0]" * 2_000,
    "90 nested lists": "value = " + "[" * 90 + "]" * 90,
    "90 nested calls": "value = " + "str(" * 90 + "1" + ")" * 90,
    "90 nested lambdas": "value = " + "lambda: " * 90 + "1",
    "80 nested functions": "\n".join(f"{' ' * depth}def f{depth}():" for depth in range(80)) + f"\n{' ' * 80}pass",
    "a dict of 20,000 keys": "value = {" + ", ".join(f'"{key}": {key}' for key in range(20_000)) + "}",
    "a list of 50,000 elements": "value = [" + ", ".join(map(str, range(50_000))) + "]",
    "a text of a million letters": 'value = "' + "a" * 1_000_000 + '"',
    "5,000 statements": "\n".join(f"name_{number} = {number}" for number in range(5_000)),
    "1,000 functions": "\n".join(f"def f{number}(): return {number}" for number in range(1_000)),
    "an elif chain of 600": "if ask() == 0: n = 0\n" + "\n".join(f"elif ask() == {n}: n = {n}" for n in range(1, 600)),
    "a match of 600 cases": "match ask():\n" + "\n".join(f"    case {n}: n = {n}" for n in range(600)),
    "200 tries": "\n".join(f"try: n = ask({n})\nexcept ValueError: n = {n}" for n in range(200)),
    "90 ternaries": "n = " + "".join(f"{n} if ask() == {n} else " for n in range(90)) + "0",
    "a list that doubles": 'names = ["a"]\nfor _ in range(60): names = names + names',
    "a list that adds itself": 'names = ["a"]\nfor _ in range(60): names += names',
    "a list that extends itself": 'names = ["a"]\nfor _ in range(60): names.extend(names)',
    "a tuple that doubles": 'names = ("a",)\nfor _ in range(60): names = (*names, *names)',
    "a chain that doubles": (
        'from itertools import chain\nnames = ["a"]\nfor _ in range(60): names = list(chain(names, names))'
    ),
    "a pair of pairs of pairs": (
        'pair = ("a",)\nother = ("a",)\nfor _ in range(100): pair, other = (pair, pair), (other, other)\n'
        "same, text, inside, made = pair == other, str(pair), pair in [other], ask(pair)"
    ),
    "a dict of dicts of dicts": (
        'table = {"a": 1}\nfor _ in range(100): table = {"a": table, "b": table}\n'
        "same, text, made = table == {**table}, str(table), ask(table)"
    ),
    "a very wide format": 'text = "{:>1000000000}".format("a")\ntext = "a".zfill(1000000000)',
    "a very long join": 'text = ("b" * 100_000).join(["a" for _ in range(4_000)])',
    "a table of lists": "rows = [[row] * 4_000 for row in range(4_000)]\ncolumns = list(zip(*rows))",
}
DEEP = {
    "600 ways out": "\n".join(f"    if state == {n}: return {n}" for n in range(600)),
    "an elif chain of 600": "    if state == 0: return 0\n"
    + "\n".join(f"    elif state == {n}: return {n}" for n in range(1, 600)),
    "300 switches": "\n".join(["    nodes = []", *(f"    if state[{n}]: nodes.append({n})" for n in range(300))]),
    "18 loops in each other": "\n".join(f"{' ' * (n + 4)}for i{n} in range(9):" for n in range(18)) + " ask()",
}


@pytest.fixture(autouse=True)
def _little_memory() -> Iterator[None]:
    """Whatever asks for much memory fails at once, instead of taking the machine along."""
    if sys.platform != "linux":
        yield
        return
    import resource

    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    resource.setrlimit(resource.RLIMIT_AS, (pages * resource.getpagesize() + 600_000_000, hard))
    yield
    resource.setrlimit(resource.RLIMIT_AS, (soft, hard))


@pytest.mark.parametrize("title", FLAT)
def test_what_follows_a_statement_is_seen(title: str) -> None:
    seen = observe({"main.py": f'{FLAT[title]}\nreveal("goes on")\n'})
    assert list(seen.values()) == ['"goes on"']


@pytest.mark.parametrize("title", DEEP)
def test_what_follows_a_function_is_seen(title: str) -> None:
    seen = observe({"main.py": f'def f(state):\n{DEEP[title]}\n\n\nf(ask())\nreveal("goes on")\n'})
    assert list(seen.values()) == ['"goes on"']
