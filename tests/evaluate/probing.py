"""Programs that ask the evaluator what it sees, with calls to a library that does not exist.

`reveal(x)` asks for the value of an expression, `why(x)` for the reason why it is not known, `annotated(x)` for the
type that is declared for it, `when()` for the path condition, `events(x)` for what happened to an object so far,
`returns(f)` for the ways out of a function.
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from agentlint.evaluate import Machine, evaluate_project, outcomes
from agentlint.evaluate.limits import Limits
from agentlint.evaluate.values import Arguments, External, Instance, Span, Traced, Unknown, Value, options
from agentlint.source import Project
from tests.evaluate.rendering import conditions, given, happened, shown
from tests.source.tree import write

LIBRARY = "agentlint_testing"
PROBES = ("annotated", "events", "returns", "reveal", "when", "why")
IMPORT = f"from {LIBRARY} import ask, {', '.join(PROBES)}\n"
BUILDER = "langgraph.graph.StateGraph"
FLUENT = {BUILDER: frozenset({"add_node", "add_edge", "add_conditional_edges"})}
PACKAGES = frozenset({LIBRARY, "langgraph"})
WORDS = frozenset({*PROBES, "StateGraph"})

Place = tuple[str, int]
"""A file and the line of the program on which the call of a probe ends."""


def observe(files: Mapping[str, str]) -> dict[Place, str]:
    """What the probes in a program saw, by the lines on which they stand; each thing once, in the order of the run.

    Answers are made at the moment of the call: lists and objects change later.
    """
    seen: list[tuple[str, Arguments, Span, list[str]]] = []

    def asked(machine: Machine, probe: str, arguments: Arguments, span: Span) -> None:
        seen.append((probe, arguments, span, _answer(machine, probe, arguments)))

    with probed(asked):
        machine = evaluate(files)
    found: dict[Place, dict[str, None]] = {}
    for probe, arguments, span, answer in seen:
        told = found.setdefault(place(span), {})
        told.update(dict.fromkeys(_ways_out(machine, arguments, span) if probe == "returns" else answer))
    return {at: " | ".join(answers) for at, answers in found.items()}


def evaluate(files: Mapping[str, str], limits: Limits | None = None) -> Machine:
    """The evaluator after its run over a project of these files, in which probes are imported where they are called."""
    asks = {path: any(f"{probe}(" in text for probe in PROBES) for path, text in files.items()}
    with TemporaryDirectory() as folder:
        root = write(Path(folder), {path: IMPORT + text if asks[path] else text for path, text in files.items()})
        project = Project.at([root])
        return evaluate_project(project, PACKAGES, WORDS, FLUENT, limits)


def place(span: Span) -> Place:
    """Where a program has a probe."""
    at = span.location
    return at.path, at.end_line - 1


@contextmanager
def probed(asked: Callable[[Machine, str, Arguments, Span], None]) -> Iterator[None]:
    """Tell ``asked`` of every call of a probe, at the moment of the call."""
    trace = Machine.trace

    def recorded(machine: Machine, callee: Value, arguments: Arguments, span: Span) -> Traced:
        match callee:
            case External(name) if name.startswith(f"{LIBRARY}.") and not name.endswith(".ask"):
                asked(machine, name.removeprefix(f"{LIBRARY}."), arguments, span)
        return trace(machine, callee, arguments, span)

    with patch.object(Machine, "trace", recorded):
        yield


def _answer(machine: Machine, probe: str, arguments: Arguments) -> list[str]:
    """The alternatives that a probe sees."""
    found = [option for value in arguments.positional[:1] for option, _ in options(value)]
    match probe:
        case "reveal":
            return [shown(option) for option in found]
        case "why":
            return [option.reason if isinstance(option, Unknown) else "known" for option in found]
        case "annotated":
            types = [option.annotation for option in found if isinstance(option, Unknown)]
            return [shown(declared) if declared is not None else "nothing" for declared in types]
        case "when":
            return [conditions(machine.conditions) + " repeatedly" * bool(machine.repetitions)]
        case "events":
            objects = [option for option in found if isinstance(option, Traced | Instance)]
            return [", ".join(map(happened, one.events)) or "none" for one in objects]
        case _:
            return []


def _ways_out(machine: Machine, arguments: Arguments, span: Span) -> list[str]:
    function, *rest = arguments.positional
    found = outcomes(machine, function, Arguments(tuple(rest)), span)
    return [given(way.value, way.conditions) for outcome in found for way in outcome.exits]
