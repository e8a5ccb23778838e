"""`agentlint graph`: show what the code would build."""

from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from agentlint.cli.codes import ExitCode
from agentlint.cli.output import emit, note, note_gaps
from agentlint.cli.paths import coverage_option, looked_at, paths_argument
from agentlint.cli.settings import Asked, file_options
from agentlint.reporters.escape import escaped

if TYPE_CHECKING:
    from agentlint.diagnostics.result import Result

FORMATS = ("text", "json", "mermaid", "dot")


@click.command(short_help="Show the orchestrations of a project.")
@paths_argument
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="How to show it.")
@click.option("--explain", "node", metavar="NODE", help="Show all that is known of one node, and where it comes from.")
@coverage_option
@file_options
@click.option("-o", "--output-file", "file", type=click.Path(path_type=Path), help="Write it there.")
def graph(
    paths: tuple[Path, ...], form: str, node: str | None, coverage: Path | None, file: Path | None, **asked: Any
) -> int:
    """Show the orchestrations that the code under PATHS would build (default: the working directory)."""
    from agentlint.engine import look

    if node is not None and form != "text":
        raise click.UsageError(f"--explain shows text, not {form}")
    workspace = Asked(**asked).workspace()
    result = looked_at(paths, lambda under: look(under, workspace, coverage))
    note_gaps(result)
    if node is not None and result.graphs:
        emit(_explained(result, node, file is None), file)
    else:
        emit(_shown(result, form, file is None), file)
    if form != "text" or file is not None:
        _note_seen(result)
    if result.problems:
        return ExitCode.INTERNAL
    return ExitCode.CLEAN if result.graphs else ExitCode.NOTHING


def _shown(result: "Result", form: str, styled: bool) -> str:
    """The graphs in the format ``form``, with colour where ``styled`` and the terminal has it."""
    match form:
        case "json":
            from agentlint.graph.json import published

            return published(result.graphs, result.unresolved, result.skipped, files=result.files) + "\n"
        case "mermaid":
            from agentlint.reporters.mermaid import flowchart, renders

            chart = flowchart(result.graphs)
            if not renders(chart):
                note("this is more than Mermaid draws by default (500 edges, 50,000 characters): name fewer paths")
            return chart
        case "dot":
            from agentlint.reporters.dot import dot

            return dot(result)
        case _:
            from agentlint.reporters.console import rendered
            from agentlint.reporters.graph_text import graph_text

            return rendered(graph_text(result), "auto" if styled else "never")


def _explained(result: "Result", wanted: str, styled: bool) -> str:
    """All that is known of the nodes of that name or identity."""
    from rich.text import Text

    from agentlint.graph.identity import identity
    from agentlint.reporters.console import rendered
    from agentlint.reporters.graph_explain import graph_explain

    nodes = [(graph, node) for graph in result.graphs for node in graph.nodes]
    meant = [(graph, node) for graph, node in nodes if wanted in (node.name, identity(graph, node))]
    if not meant:
        near = get_close_matches(wanted, [node.name for _, node in nodes], 1)
        hint = f" Did you mean {escaped(near[0])!r}?" if near else ""
        raise click.ClickException(f"No node {escaped(wanted)!r} in any graph.{hint}")
    return rendered(Text("\n").join(graph_explain(graph, node) for graph, node in meant), "auto" if styled else "never")


def _note_seen(result: "Result") -> None:
    from agentlint.reporters.graph_text import seen

    note(seen(result))
