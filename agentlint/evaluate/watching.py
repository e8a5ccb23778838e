"""What the tests of a module make of certain functions: the tests are run, and each call of one is kept."""

from collections.abc import Iterable, Iterator

from agentlint.evaluate.imports import run_module
from agentlint.evaluate.machine import Machine, Met
from agentlint.evaluate.outcomes import outcomes
from agentlint.evaluate.parametrized import parameter_sets
from agentlint.evaluate.values import Arguments, Class, Function, Value
from agentlint.source import SourceModule

MOST = 40
"""Tests of one module that are run."""


def calls_in_tests(machine: Machine, source: SourceModule, functions: Iterable[Function]) -> list[Met]:
    """The calls of ``functions`` that the tests of a module make, with what each gives."""
    machine.watched, machine.met = frozenset(function.node for function in functions), []
    try:
        module = run_module(machine, source)
        for test, _ in zip(_tests(module.cells.values()), range(MOST), strict=False):
            for given in parameter_sets(test):
                outcomes(machine, test, Arguments((), given), test.span)
        return machine.met
    finally:
        machine.watched, machine.met = frozenset(), []


def _tests(values: Iterable[Value]) -> Iterator[Function]:
    """The test functions among values, and those in classes."""
    for value in list(values):
        match value:
            case Function(name=name) if name.startswith("test"):
                yield value
            case Class(cells=cells):
                yield from _tests(cells.values())
