"""The report as one page of HTML that needs nothing else: no script, no font, no address."""

from collections.abc import Iterator

from agentlint.report.document import Block, Document, Paragraph, Picture, Section, Table
from agentlint.report.svg import LEGEND, svg
from agentlint.reporters.inline import in_html

STYLE = """\
:root { color-scheme: light dark; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; }
.verdict { font-size: 1.2rem; }
table { border-collapse: collapse; margin: .5rem 0 1.5rem; }
th, td { border-bottom: 1px solid #94a3b8; padding: .3rem .8rem .3rem 0; text-align: left; vertical-align: top; }
td { overflow-wrap: anywhere; }
figure { margin: 1rem 0; padding: .5rem; overflow-x: auto; background: #fff; border: 1px solid #cbd5e1; }
figcaption { color: #475569; font-size: .8rem; }
summary { font-weight: bold; cursor: pointer; }
nav ul { columns: 3 16rem; }
"""


def page(document: Document) -> str:
    """The text of the page."""
    title = in_html(document.title)
    contents = "".join(
        f'<li><a href="#s{index}">{in_html(section.title)}</a></li>' for index, section in enumerate(document.sections)
    )
    sections = "".join(part for index, section in enumerate(document.sections) for part in _section(index, section))
    return (
        f'<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        f'<p class="verdict">{in_html(document.verdict)}</p>\n<nav><ul>{contents}</ul></nav>\n'
        f"{sections}<footer><p>Written by {in_html(document.colophon)}.</p></footer>\n</body>\n</html>\n"
    )


def _section(index: int, section: Section) -> Iterator[str]:
    if section.folded:
        yield f'<details id="s{index}"><summary>{in_html(section.title)}</summary>\n'
    else:
        yield f'<section id="s{index}"><h2>{in_html(section.title)}</h2>\n'
    yield from map(_block, section.blocks)
    yield "</details>\n" if section.folded else "</section>\n"


def _block(block: Block) -> str:
    match block:
        case Paragraph(text):
            return f"<p>{in_html(text)}</p>\n"
        case Table(title, columns, rows):
            heading = f"<h3>{in_html(title)}</h3>\n" if title else ""
            return f"{heading}<table>\n<thead>{_row('th', columns)}</thead>\n<tbody>\n{_body(rows)}</tbody>\n</table>\n"
        case Picture(graph):
            return f"<figure>{svg(graph)}<figcaption>{LEGEND}</figcaption></figure>\n"


def _body(rows: tuple[tuple[str, ...], ...]) -> str:
    return "".join(f"{_row('td', row)}\n" for row in rows)


def _row(tag: str, cells: tuple[str, ...]) -> str:
    return f"<tr>{''.join(f'<{tag}>{in_html(cell)}</{tag}>' for cell in cells)}</tr>"
