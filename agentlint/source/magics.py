"""What IPython adds to Python, taken out of a cell line by line, so that the rest keeps its lines."""

import re
from collections.abc import Iterator

PYTHON_BODY = frozenset({"capture", "debug", "ipytest", "lprun", "memit", "mprun", "prun", "time", "timeit", "trace"})
"""Cell magics whose body is Python that runs in the notebook. The body of any other is foreign or runs elsewhere."""

CELL_MAGIC = re.compile(r"(?:[^\S\n]*+(?:#.*)?\n)*+%%(?P<name>\w*).*")
"""A cell magic, behind empty lines and comments."""

LINE = re.compile(
    r"""(?P<indent>\s*+)
    (?: [%!?].*
      | [%\w.*]++ (?:\[[^\]]*\])? \?{1,2} \s* (?:\#.*)?
      | (?P<target>[^=\#'"(]*+) = \s*+ (?:%|!(?!=)) .*
    )""",
    re.VERBOSE,
)
"""A line that begins a statement of IPython's own: a magic, a shell command, a request for help, or one assigned."""

TOKEN = re.compile(
    r"""(?P<comment>\#.*) | (?P<quote>\'{3}|\"{3}) | '(?:\\.|[^'\\])*+'? | "(?:\\.|[^"\\])*+"?
    | (?P<open>[(\[{]) | (?P<close>[)\]}])""",
    re.VERBOSE,
)


def neutralised(source: str) -> str:
    """``source`` with every magic, shell command and request for help replaced by a statement without effect."""
    magic = CELL_MAGIC.match(source)
    if magic is None:
        return "\n".join(_tamed(source.split("\n")))
    if magic["name"] not in PYTHON_BODY:
        return "\n" * source.count("\n")
    body = "\n".join(_tamed(source[magic.end() :].split("\n")))
    return "\n" * source.count("\n", 0, magic.end()) + body


def _tamed(lines: list[str]) -> Iterator[str]:
    """The lines, of which only those that begin a statement can be magic: not those inside brackets and strings."""
    inside = _Inside()
    command = False
    for line in lines:
        if command:
            yield ""
            command = line.endswith("\\")
        elif inside.nothing and (found := LINE.fullmatch(line)):
            yield f"{found['indent']}{found['target']}= None" if found["target"] else f"{found['indent']}pass"
            command = line.endswith("\\")
        else:
            yield line
            inside.read(line)


class _Inside:
    """Whether the next line continues a statement: brackets, a string of several lines, or a backslash are open."""

    __slots__ = ("continued", "depth", "quote")

    def __init__(self) -> None:
        self.depth = 0
        self.quote = ""
        self.continued = False

    @property
    def nothing(self) -> bool:
        return not (self.depth or self.quote or self.continued)

    def read(self, line: str) -> None:
        position = 0
        while position < len(line):
            if self.quote:
                position = self._close(line, position)
            elif token := TOKEN.search(line, position):
                if token["comment"]:
                    line = line[: token.start()]
                position = token.end()
                self.quote = token["quote"] or ""
                self.depth = max(0, self.depth + bool(token["open"]) - bool(token["close"]))
            else:
                break
        self.continued = line.endswith("\\") and not self.quote

    def _close(self, line: str, position: int) -> int:
        """The position behind the end of the open string, or that of the line's end."""
        end = re.compile(rf"(?:\\.|[^\\])*?{self.quote}").match(line, position)
        if end is None:
            return len(line)
        self.quote = ""
        return end.end()
