"""Random programs that run: small, typed by the names of their variables, and bounded in every loop and length."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from textwrap import indent

from hypothesis import strategies as st

Pick = Callable[[Sequence[str]], str]

NAMES = {
    "text": ("name", "role"),
    "number": ("count", "tries"),
    "flag": ("ready", "final"),
    "texts": ("nodes", "names"),
    "table": ("targets", "labels"),
}
LOCALS = """\
name, role = "writer", "critic"
count, tries = 0, 2
nodes, names = ["plan", "write"], []
targets, labels = {"plan": "write"}, {}
"""
CAPS = {"text": "short({})", "number": "({}) % 7", "flag": "{}", "texts": "few({})", "table": "{}"}

EXPRESSIONS = {
    "text": (
        "(<number> and <text> or <text>)",
        "(<text> + <text>)",
        'f"{name}_{count}"',
        '"{}_{}".format(<text>, <number>)',
        "<text>.upper()",
        '<text>.replace("r", "l")',
        "<text>.title()",
        "<text>[1:]",
        "<texts>[0]",
        "<texts>[-1]",
        "<table>.get(<text>, <text>)",
        "<table>[<text>]",
        "(<text> if <flag> else <text>)",
        "(<text> or <text>)",
        '"-".join(<texts>)',
        "next(iter(<texts>), <text>)",
        "label(<text>)",
        "label(<text>, count=<number>)",
        "label(*<texts>[:1])",
        "(lambda text: text + <text>)(<text>)",
        "agent.role",
        "agent.title()",
        "agent.title(<text>)",
        "make(<text>)()",
        "min(<text>, <text>)",
        "dict(text=<text>)['text']",
        "(<text>, <text>)[<number> % 2]",
        "str(<number>)",
    ),
    "number": (
        "len(<texts>)",
        "(<number> + <number>)",
        "<number> * 2",
        "len(<text>)",
        "-<number>",
        "<texts>.count(<text>)",
    ),
    "flag": (
        "<text> == <text>",
        "<text> != <text>",
        "<number> < <number>",
        "<number> == <number>",
        "<text> in <texts>",
        "<text> not in <table>",
        "not <flag>",
        "(<flag> and <flag>)",
        "(<flag> or <flag>)",
        "bool(<texts>)",
        "<texts> == <texts>",
        "any(item == <text> for item in <texts>)",
        "isinstance(<text>, str)",
        "<text>.startswith(<text>)",
    ),
    "texts": (
        "[<text>, <text>]",
        "[*<texts>, <text>]",
        "(<texts> + <texts>)",
        "<texts>[1:]",
        "<texts>[::-1]",
        "[item.upper() for item in <texts>]",
        "[item for item in <texts> if item != <text>]",
        "[f'{one}{two}' for one in <texts>[:2] for two in <texts>[:2]]",
        "list(<table>)",
        "list(<table>.values())",
        "[key + value for key, value in <table>.items()]",
        "list(reversed(<texts>))",
        "sorted(<texts>)",
        "list(dict.fromkeys(<texts>))",
        "[a + b for a, b in zip(<texts>, <texts>)]",
        "list(map(label, <texts>[:2]))",
        "list(each(<text>, <number>))",
        "<text>.split('_')",
        "agent.nodes",
        "list((<text>, <text>))",
        "list(filter(None, <texts>))",
    ),
    "table": (
        "{<text>: <text>}",
        "{**<table>, <text>: <text>}",
        "{item: <text> for item in <texts>}",
        "dict(zip(<texts>, <texts>))",
        "(<table> | <table>)",
        "dict(<table>)",
    ),
}
LITERALS = {
    "text": ('"writer"', '"critic"', '"end"', '""'),
    "number": ("0", "1", "2", "3"),
    "flag": ("True", "False"),
    "texts": ("[]", '["a", "b"]'),
    "table": ("{}", '{"a": "b"}'),
}
UNKNOWN = {"text": "ask()", "number": "ask()", "flag": "ask()", "texts": "ask().names", "table": "ask()['table']"}

SIMPLE = (
    "nodes.append(short(<text>))",
    "names.extend(few(<texts>))",
    "nodes.insert(0, short(<text>))",
    "nodes[0:0] = few(<texts>)",
    "names.pop()",
    "nodes.pop(0)",
    "nodes.sort()",
    "del nodes[0]",
    "targets[short(<text>)] = short(<text>)",
    "targets.update(<table>)",
    "labels.setdefault(short(<text>), short(<text>))",
    "targets.pop(short(<text>), None)",
    "nodes += few(<texts>)",
    "count += 1",
    "role += short(<text>)",
    "name, role = role, name",
    "nodes[0] = short(<text>)",
    "agent.role = short(<text>)",
    "agent.nodes.append(short(<text>))",
    "agent = Agent(short(<text>))",
    "assert <flag>",
    "reveal(<text>)",
    "reveal(<texts>)",
    "reveal(<table>)",
    "reveal((<text>, <number>, <flag>))",
    "if (role := short(<text>)) == short(<text>): count = 1",
)
BLOCKS = (
    "if <flag>:\n<body>",
    "if <flag>:\n<body>\nelse:\n<body>",
    "if <flag>:\n<body>\nelif <flag>:\n<body>\nelse:\n<body>",
    "for name in list(<texts>)[:3]:\n<loop>",
    "for name in list(<texts>)[:3]:\n<loop>\nelse:\n<body>",
    "for count, name in enumerate(<texts>[:3]):\n<loop>",
    "for name, role in list(<table>.items())[:3]:\n<loop>",
    "turn<depth> = 0\nwhile turn<depth> < 3:\n    turn<depth> += 1\n<loop>",
    "match <text>:\n    case 'writer':\n<case>\n    case 'critic' | 'end':\n<case>\n    case _:\n<case>",
)
RISKY = (
    "try:\n<body>\nexcept Exception:\n<body>",
    "try:\n<body>\nexcept KeyError as error:\n<body>\nelse:\n<body>\nfinally:\n<body>",
)
LEAVING = ("if <flag>:\n    break", "if <flag>:\n    continue")
RETURNING = ("if <flag>:\n    return short(<text>)",)

PROGRAM = """\
def short(text):
    return text[:12]


def few(texts):
    return [short(text) for text in texts][:3]


def label(name, role="r", count=1, tries=2, ready=True, final=False):
    nodes, names = ["plan", "write"], []
    targets, labels = {{"plan": "write"}}, {{}}
    agent = Agent(name)
{label}
    return short(<text>)


def make(name):
    def made(role="made"):
        return name + role

    return made


def each(name, count):
    for number in range(count % 3):
        yield f"{{name}}{{number}}"


class Agent:
    role = "agent"

    def __init__(self, role):
        self.nodes = []
        if role:
            self.role = role

    def title(self, name="n"):
        return f"{{self.role}} {{name}}"


agent = Agent("first")


def build(ready, final):
{locals}    agent = Agent("second")
{body}
    reveal((name, role, count, tries, ready, final))
    reveal(nodes)
    reveal(names)
    reveal(targets)
    reveal(labels)
    reveal((agent.role, agent.nodes))
{run}
"""


CALL = "\n\nbuild(True, False)"


@dataclass(frozen=True, slots=True)
class Grammar:
    """What programs are made of.

    With ``unknowns`` they ask something outside; with ``risky`` they catch exceptions; ``open`` ones leave it to
    others to call what they build.
    """

    unknowns: bool = False
    risky: bool = True
    open: bool = False
    deep: int = 2

    def expression(self, pick: Pick, kind: str, depth: int) -> str:
        """An expression of a kind."""
        atoms = [*NAMES[kind], *LITERALS[kind], *([UNKNOWN[kind]] if self.unknowns else [])]
        if depth <= 0 or pick("ae") == "a":
            return pick(atoms)
        return self.filled(pick, pick(EXPRESSIONS[kind]), depth - 1)

    def block(self, pick: Pick, depth: int, leaving: tuple[str, ...] = ()) -> Iterator[str]:
        """A few statements."""
        for _ in range(int(pick("1223"))):
            yield self._statement(pick, depth, leaving)

    def _statement(self, pick: Pick, depth: int, leaving: tuple[str, ...]) -> str:
        choice = pick("asssbbl")
        if choice == "a" or (choice == "b" and depth <= 0) or (choice == "l" and not leaving):
            kind = pick(sorted(NAMES))
            target = pick(NAMES[kind])
            return f"{target} = {CAPS[kind].format(self.expression(pick, kind, self.deep))}"
        if choice == "s":
            return self.filled(pick, pick(SIMPLE), 1)
        if choice == "l":
            return self.filled(pick, pick(leaving), 1)
        template = pick(BLOCKS + RISKY if self.risky else BLOCKS)
        returning = tuple(one for one in leaving if one in RETURNING)
        for mark, inside in (("<loop>", LEAVING + returning), ("<body>", leaving), ("<case>", leaving)):
            while mark in template:
                text = indent("\n".join(self.block(pick, depth - 1, inside)), "    " * (2 if mark == "<case>" else 1))
                template = template.replace(mark, text, 1)
        return self.filled(pick, template.replace("<depth>", str(depth)), 1)

    def filled(self, pick: Pick, template: str, depth: int) -> str:
        for kind in NAMES:
            while f"<{kind}>" in template:
                template = template.replace(f"<{kind}>", self.expression(pick, kind, depth), 1)
        return template


def program(grammar: Grammar, pick: Pick) -> str:
    """A whole program, made of what ``pick`` takes of the alternatives."""
    label = "\n".join(grammar.block(pick, 1, RETURNING))
    body = "\n".join(part for _ in range(3) for part in grammar.block(pick, 2))
    text = PROGRAM.format(
        locals=indent(LOCALS, "    "),
        label=indent(label, "    "),
        body=indent(body, "    "),
        run="" if grammar.open else CALL,
    )
    return grammar.filled(pick, text, 1)


def programs(grammar: Grammar) -> st.SearchStrategy[str]:
    """Whole programs. They come from seeds: hypothesis would choose the first alternatives far too often."""
    return st.randoms(use_true_random=True).map(lambda random: program(grammar, random.choice))
