"""Edits made in the text of a module by LibCST, which keeps every comment and space around them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

import libcst as cst
from libcst.metadata import CodeRange, MetadataWrapper, PositionProvider

from agentlint.diagnostics.fix import Put, Respell
from agentlint.fixes.files import NotEditable
from agentlint.fixes.items import argument_added, element_added, entry_added
from agentlint.fixes.spelling import Spelling, quoted, spelling_of
from agentlint.graph.evidence import Location
from agentlint.source.syntax import Unparsable, syntax

Edit = Put | Respell
Place = tuple[int, int, int, int]


def edited(text: str, edits: Iterable[Edit]) -> str:
    """The text of a module after all edits. Raises `NotEditable` where one of them has no place in it."""
    if isinstance(syntax(text), Unparsable):  # LibCST may end the process on what Python refuses to nest so deeply
        raise NotEditable("the file cannot be parsed")
    try:
        module = MetadataWrapper(cst.parse_module(text), unsafe_skip_copy=True)
    except cst.ParserSyntaxError as error:
        raise NotEditable("LibCST does not read this file") from error
    wanted: defaultdict[Place, list[Edit]] = defaultdict(list)
    for edit in dict.fromkeys(edits):
        wanted[_place(edit.at)].append(edit)
    editor = _Editor(module.resolve(PositionProvider), wanted, spelling_of(module.module))
    changed = module.module.visit(editor).code
    if editor.left or isinstance(syntax(changed), Unparsable):
        line = min(editor.left or wanted)[0]
        raise NotEditable(f"what stands in line {line} cannot be edited so")
    return changed


def _place(at: Location) -> Place:
    return at.line, at.column - 1, at.end_line, at.end_column - 1


class _Editor(cst.CSTTransformer):
    """Makes the edits at their places; ``left`` are the places where none could be made."""

    def __init__(
        self,
        positions: Mapping[cst.CSTNode, CodeRange],
        wanted: Mapping[Place, Sequence[Edit]],
        spelling: Spelling,
    ) -> None:
        super().__init__()
        self._positions = positions
        self._wanted = wanted
        self._spelling = spelling
        self.left = set(wanted)

    def on_leave(self, original_node: cst.CSTNode, updated_node: cst.CSTNode) -> cst.CSTNode:  # type: ignore[override]
        """The node with the edits for the place where it stood."""
        if isinstance(original_node, cst.Call | cst.Dict | cst.List | cst.SimpleString):
            at = self._positions[original_node]
            place = at.start.line, at.start.column, at.end.line, at.end.column
            for edit in self._wanted.get(place, ()):
                made = self._made(updated_node, edit)
                if made is not None:
                    self.left.discard(place)
                    updated_node = made
        return updated_node

    def _made(self, node: cst.CSTNode, edit: Edit) -> cst.CSTNode | None:
        """The node after an edit; None for one that is not meant for such a node, or that it cannot take."""
        match node, edit:
            case cst.Call(), Put(_, (name, *names), value) if not _has_argument(node, name):
                return argument_added(node, name, self._spelling.value(value, names))
            case cst.Dict(), Put(_, (name, *names), value):
                return entry_added(node, self._spelling.value(name), self._spelling.value(value, names))
            case cst.List(), Put(_, _, value):
                return element_added(node, self._spelling.value(value))
            case cst.SimpleString(), Respell(_, text):
                return self._respelt(node, text)
            case _:
                return None

    def _respelt(self, node: cst.SimpleString, text: str) -> cst.BaseExpression:
        if text in self._spelling.ends:
            return self._spelling.value(text).with_changes(lpar=node.lpar, rpar=node.rpar)
        return node.with_changes(value=quoted(text, node.quote[0]))


def _has_argument(call: cst.Call, name: str) -> bool:
    return any(argument.keyword is not None and argument.keyword.value == name for argument in call.args)
