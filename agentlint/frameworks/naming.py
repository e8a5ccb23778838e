"""Names for graphs, each once: of the module and the function that make it, and a name of its own."""

from collections import defaultdict
from collections.abc import Callable
from posixpath import splitext

from agentlint.evaluate import Machine
from agentlint.evaluate.values import Function, Span, Value
from agentlint.frameworks.draft import Draft
from agentlint.graph.evidence import Location


class Places:
    """Tells graphs apart that would have one name: each place has its own."""

    def __init__(self) -> None:
        self._known: defaultdict[str, list[Location]] = defaultdict(list)

    def name(self, name: str, span: Span) -> str:
        """``name`` for what is made at a place, numbered if another place has it already."""
        known = self._known[name]
        if span.location not in known:
            known.append(span.location)
        count = known.index(span.location) + 1
        return name if count == 1 else f"{name}#{count}"


class Names:
    """The names that the graphs of one framework have.

    ``distributions`` are what its version is pinned for, ``builder`` says of a value what was used to make it, where a
    name may be bound to that or to what it made.
    """

    def __init__(
        self,
        machine: Machine,
        framework: str,
        distributions: tuple[str, ...],
        builder: Callable[[Value], Value | None] = lambda value: value,
    ) -> None:
        self._builder = builder
        self._machine = machine
        self._framework = framework
        self._distributions = distributions
        self._places = Places()

    def draft(self, builder: str, span: Span, scope: Function | None, own: str | None, made: Value | None) -> Draft:
        """An empty draft of what ``builder`` makes at a place; ``made`` is the object, if a name is bound to it."""
        inner = scope.qualname if scope is not None else self._kept_as(made, span)
        module = splitext(span.module.path)[0].replace("/", ".").removesuffix(".__init__")
        name = ".".join(part for part in (module, inner, own) if part)
        draft = Draft(self._places.name(name, span), self._framework, builder, span, inner or "<module>")
        pins = (self._machine.project.dependency_version(one, span.module.path) for one in self._distributions)
        draft.version = next((pin.version for pin in pins if pin is not None), None)
        return draft

    def _kept_as(self, made: Value | None, span: Span) -> str:
        """The module-level name under which an object is kept."""
        module = self._machine.modules.get(span.module.path)
        cells = module.cells.items() if module is not None and made is not None else ()
        return next((name for name, value in cells if isinstance(name, str) and self._is(value, made)), "")

    def _is(self, value: Value, made: Value | None) -> bool:
        return value is made or self._builder(value) is made
