"""Runs in which every name and every sentence tries to break out of the format that quotes it."""

from dataclasses import replace

from hypothesis import strategies as st
from sample_findings import CELL, LOOP, at, result

from agentlint.diagnostics.finding import Finding, Label, Level
from agentlint.diagnostics.result import Hidden, Result, Skipped, Suppressor
from agentlint.graph.model import Node, NodeKind, Unresolved

PIECES = (
    *("\x00", "\x1b[31m", "\x07", "\r\n", "\n::error file=x::", "##[error]", "\u2028", "\u202e", "\ud800", "\uffff"),
    *("]]>", "<!--", "&amp;", "<script>alert(1)</script>", "<img src=x onerror=y>", '"', "'", "\\", "%0A", "%SRCROOT%"),
    *("|", "||", "`", "```", "~~~\n", "**b**", "_i_", "[x](1)", "](", "![i](http://e.example/p.png)", "www.e.example"),
    *(
        "https://e.example",
        "@somebody",
        "#1",
        "# h",
        "- l",
        "> q",
        "---",
        "\t",
        " ",
        ",",
        ":",
        "::",
        "{",
        "}",
        "é",
        "作家",
    ),
)
"""What means something to some terminal, markup, command or parser."""


def texts() -> st.SearchStrategy[str]:
    """Text that is hostile to all of them."""
    return st.lists(st.sampled_from(PIECES) | st.text(st.characters(), max_size=5), max_size=6).map("".join)


@st.composite
def findings(draw: st.DrawFn) -> Finding:
    """A finding of hostile words in a hostile place."""
    made = replace(
        draw(st.sampled_from((LOOP, CELL))),
        level=draw(st.sampled_from(Level)),
        message=draw(texts()),
        label=draw(texts()),
        notes=(draw(texts()),),
        help=draw(texts()),
        graph=draw(texts()),
        element=draw(texts()),
        labels=(Label(draw(texts()), at(draw(texts()), 3, 1, 2)),),
        flow=(Label(draw(texts()), at("app/graph.py", 3, 1, 2)),) * draw(st.integers(0, 2)),
    )
    return replace(made, location=replace(made.location, path=draw(texts()) or "x"))


@st.composite
def results(draw: st.DrawFn) -> Result:
    """A run that is hostile throughout."""
    (graph,) = result().graphs
    named = replace(
        graph,
        name=draw(texts()),
        framework=draw(texts()),
        nodes=(*graph.nodes, Node(draw(texts()), NodeKind.AGENT)),
        unresolved=(Unresolved(draw(texts()), at(draw(texts()) or "x", 1, 1, 2)),),
    )
    return replace(
        result(*draw(st.lists(findings(), max_size=4))),
        graphs=(named,),
        hidden=tuple(
            Hidden(finding, draw(st.sampled_from(Suppressor)), draw(texts()))
            for finding in draw(st.lists(findings(), max_size=2))
        ),
        skipped=(Skipped(draw(texts()) or "x", draw(texts())),),
        within=draw(st.sampled_from(("", "packages/app"))),
        rules=("cycle-without-exit", "untyped-state"),
    )
