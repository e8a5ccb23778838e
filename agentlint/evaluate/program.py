"""The run of the evaluator over a project: modules, then everything in them that nobody has called."""

import ast
from collections.abc import Iterable
from dataclasses import dataclass

from agentlint.evaluate import calls, expressions, imports, statements
from agentlint.evaluate.classes import instantiate
from agentlint.evaluate.functions import run, unfilled
from agentlint.evaluate.inheritance import mro
from agentlint.evaluate.limits import Limits
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.parametrized import Named, parameter_sets
from agentlint.evaluate.relevance import relevant
from agentlint.evaluate.values import (
    Arguments,
    Class,
    ClassBound,
    Const,
    Function,
    Instance,
    Module,
    Property,
    Span,
    Static,
    Traced,
    Value,
    options,
)
from agentlint.source import Project
from agentlint.source.page import is_page
from agentlint.source.tests import is_test


@dataclass(frozen=True, slots=True)
class Parts:
    """The mutually recursive parts of the evaluator, tied together."""

    def evaluate(self, machine: Machine, frame: Frame, node: ast.expr) -> Value:
        return expressions.evaluate(machine, frame, node)

    def execute(self, machine: Machine, frame: Frame, body: list[ast.stmt]) -> bool:
        return statements.execute(machine, frame, body)

    def call(self, machine: Machine, callee: Value, arguments: Arguments, span: Span) -> Value:
        return calls.call(machine, callee, arguments, span)

    def load(self, machine: Machine, name: str, importer: Module) -> Module | None:
        return imports.load(machine, name, importer)


def evaluate_project(
    project: Project,
    packages: Iterable[str],
    words: Iterable[str],
    fluent: dict[str, frozenset[str]],
    limits: Limits | None = None,
) -> Machine:
    """Evaluate every module that leads to one of ``words``, and all entry points in it that do.

    ``packages`` are the import roots of what overlays know; their own source is never read.
    """
    roots = frozenset(packages)
    machine = Machine(project, Parts(), roots, fluent, limits or Limits())
    machine.relevance = relevant(project, roots, words)
    modules = [imports.run_module(machine, source) for source in machine.relevance.modules.values()]
    for module in sorted(modules, key=_matters):
        for value in list(module.cells.values()):
            for option, _ in options(value):
                _enter(machine, module, option)
    for function in machine.closures:
        if (function.node, None) not in machine.reached and machine.worthwhile(function.module, function.node):
            _call(machine, function)
    return machine


def _matters(module: Module) -> tuple[bool, bool]:
    """What comes first: should the budget end, then in prose and in tests and not in what they are about."""
    return is_page(module.source.path), is_test(module.source.path)


def _enter(machine: Machine, module: Module, value: Value) -> None:
    """Call what nobody in the project has called: with unknown arguments, for the world is open."""
    match value:
        case Function() if value.module is module:
            if (value.node, None) not in machine.reached and machine.worthwhile(module, value.node):
                _call(machine, value)
        case Traced():
            inner = calls.decorated(value)
            if not isinstance(inner, Function) or inner.module is not module:
                return
            if (inner.node, None) not in machine.reached and machine.worthwhile(module, inner.node):
                _call(machine, inner)
        case Class() if value.module is module and machine.worthwhile(module, value.node):
            _enter_class(machine, value)


def _enter_class(machine: Machine, cls: Class) -> None:
    """Each method that was not reached, on an instance that the project makes or on a fresh one."""
    instance = next((made for made in machine.instances if made.cls is cls), None)
    if instance is None:
        if any(cls in mro(made.cls) for made in machine.instances) or _is_base(machine, cls):
            return
        machine.fuel = machine.allowance(machine.limits.fuel)
        made = instantiate(machine, cls, Arguments(), cls.span)
        if not isinstance(made, Instance):
            return
        instance = made
    seen: set[str] = set()
    for base in mro(cls):
        for name, value in list(base.cells.items()) if isinstance(base, Class) else ():
            if not isinstance(name, str) or name in seen or name == "__init__":
                continue
            seen.add(name)
            for option, _ in options(value):
                _enter_method(machine, cls, instance, option)


def _is_base(machine: Machine, cls: Class) -> bool:
    """Whether another class of the same modules derives from it: then its methods are met there."""
    return any(
        isinstance(value, Class) and value is not cls and cls in mro(value)
        for module in list(machine.modules.values())
        for value in module.cells.values()
    )


def _enter_method(machine: Machine, cls: Class, instance: Instance, value: Value) -> None:
    match value:
        case Function():
            if (value.node, cls) not in machine.reached:
                _call(machine, value, instance)
        case Static(Function() as function):
            if (function.node, None) not in machine.reached:
                _call(machine, function)
        case ClassBound(Function() as function):
            if (function.node, None) not in machine.reached:
                _call(machine, function, cls)
        case Property(Function() as function, _):
            if (function.node, cls) not in machine.reached:
                _call(machine, function, instance)
        case Traced():
            inner = calls.decorated(value)
            if isinstance(inner, Function) and (inner.node, cls) not in machine.reached:
                _call(machine, inner, instance)


def _call(machine: Machine, function: Function, *this: Value) -> None:
    """Run a function as an entry point: once for each set of arguments that it is to be run with."""
    for given in _runs(machine, function):
        machine.fuel = machine.allowance(machine.limits.fuel)
        run(machine, function, Arguments(tuple(this), given), function.span)


def _runs(machine: Machine, function: Function) -> list[Named]:
    """The sets that a test is parametrized with; for other functions the defaults, and once the switches left open."""
    sets = parameter_sets(function)
    if len(sets) == 1 and (switches := _switches(function)):
        sets.append(tuple((name, unfilled(machine, function, name)) for name in switches))
    return sets


def _switches(function: Function) -> list[str]:
    """Parameters with a default that the body tests: callers may set them otherwise."""
    return [name for name in tested(function) if isinstance(function.defaults.get(name), Const)]


def tested(function: Function) -> list[str]:
    """The parameters on which it depends what the function does."""
    names: set[str] = set()
    for node in ast.walk(function.node):
        match node:
            case ast.If(test=test) | ast.IfExp(test=test) | ast.While(test=test) | ast.Match(subject=test):
                names.update(part.id for part in ast.walk(test) if isinstance(part, ast.Name))
            case ast.BoolOp(values=values):
                names.update(part.id for part in values if isinstance(part, ast.Name))
    spec = function.node.args
    return [one.arg for one in (*spec.posonlyargs, *spec.args, *spec.kwonlyargs) if one.arg in names]
