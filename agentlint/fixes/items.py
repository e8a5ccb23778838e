"""One more item between brackets, laid out as those before it are."""

from collections.abc import Sequence
from typing import TypeVar

import libcst as cst

Item = TypeVar("Item", cst.Arg, cst.DictElement, cst.Element)
Space = cst.BaseParenthesizableWhitespace

ON_A_LINE = cst.SimpleWhitespace(" ")
NOTHING = cst.SimpleWhitespace("")


def argument_added(call: cst.Call, name: str, value: cst.BaseExpression) -> cst.Call:
    """The call with one more keyword argument. The space before its closing bracket belongs to its last argument."""
    equal = cst.AssignEqual(NOTHING, NOTHING)
    new = cst.Arg(value, cst.Name(name), equal)
    if not call.args:
        return call.with_changes(args=[new])
    *before, last = call.args
    closing = last.comma.whitespace_after if isinstance(last.comma, cst.Comma) else last.whitespace_after_arg
    join, closing = _spaces(call.args, call.whitespace_before_args, closing)
    comma = cst.Comma(whitespace_after=closing) if isinstance(last.comma, cst.Comma) else cst.MaybeSentinel.DEFAULT
    after = NOTHING if isinstance(last.comma, cst.Comma) else closing
    last = last.with_changes(comma=cst.Comma(whitespace_after=join), whitespace_after_arg=NOTHING)
    return call.with_changes(args=[*before, last, new.with_changes(comma=comma, whitespace_after_arg=after)])


def entry_added(table: cst.Dict, key: cst.BaseExpression, value: cst.BaseExpression) -> cst.Dict:
    """The dict with one more entry."""
    new = cst.DictElement(key, value)
    if not table.elements:
        return table.with_changes(elements=[new])
    join, closing = _spaces(table.elements, table.lbrace.whitespace_after, table.rbrace.whitespace_before)
    brace = table.rbrace.with_changes(whitespace_before=closing)
    return table.with_changes(elements=_appended(table.elements, new, join), rbrace=brace)


def element_added(table: cst.List, value: cst.BaseExpression) -> cst.List:
    """The list with one more element."""
    new = cst.Element(value)
    if not table.elements:
        return table.with_changes(elements=[new])
    join, closing = _spaces(table.elements, table.lbracket.whitespace_after, table.rbracket.whitespace_before)
    bracket = table.rbracket.with_changes(whitespace_before=closing)
    return table.with_changes(elements=_appended(table.elements, new, join), rbracket=bracket)


def _appended(
    items: Sequence[cst.BaseDictElement] | Sequence[cst.BaseElement], new: cst.DictElement | cst.Element, join: Space
) -> list[cst.CSTNode]:
    *before, last = items
    return [*before, last.with_changes(comma=cst.Comma(whitespace_after=join)), new.with_changes(comma=last.comma)]


def _spaces(
    items: Sequence[cst.Arg] | Sequence[cst.BaseDictElement] | Sequence[cst.BaseElement], opening: Space, closing: Space
) -> tuple[Space, Space]:
    """The space before a new last item, and that behind it. A comment behind the item before stays with that one."""
    commas = [item.comma for item in items[:-1]]
    between = [comma.whitespace_after for comma in commas if isinstance(comma, cst.Comma)]
    usual = between[-1] if between else opening
    if not isinstance(usual, cst.ParenthesizedWhitespace):
        return ON_A_LINE, closing
    line = cst.ParenthesizedWhitespace(indent=usual.indent, last_line=usual.last_line)
    if not isinstance(closing, cst.ParenthesizedWhitespace):
        return line, closing
    return line.with_changes(first_line=closing.first_line), closing.with_changes(first_line=cst.TrailingWhitespace())
