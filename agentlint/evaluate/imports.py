"""Imports: project modules are loaded on demand, everything else is external."""

import ast
import sys
from posixpath import dirname

from agentlint.evaluate.limits import OutOfFuel
from agentlint.evaluate.machine import Frame, Machine
from agentlint.evaluate.names import bind
from agentlint.evaluate.operators import contents
from agentlint.evaluate.values import (
    Cells,
    Const,
    External,
    Module,
    Value,
    unknown,
)
from agentlint.source import SourceModule

ROOT_MARKERS = ("pyproject.toml", "setup.py", "setup.cfg")


def import_statement(machine: Machine, frame: Frame, node: ast.Import) -> bool:
    """``import a.b`` binds ``a``; ``import a.b as c`` binds the module itself."""
    for alias in node.names:
        top, _, rest = alias.name.partition(".")
        if alias.asname:
            bind(machine, frame, alias.asname, load(machine, alias.name, frame.module) or External(alias.name))
            continue
        if rest:
            load(machine, alias.name, frame.module)
        bind(machine, frame, top, load(machine, top, frame.module) or External(top))
    return True


def from_import(machine: Machine, frame: Frame, node: ast.ImportFrom) -> bool:
    """``from m import name``: a name of the module, or a module inside it."""
    module = _source(machine, frame, node)
    for alias in node.names:
        if alias.name == "*":
            _star(machine, frame, module)
            continue
        bind(machine, frame, alias.asname or alias.name, _imported(machine, frame, module, alias.name, node))
    return True


def _source(machine: Machine, frame: Frame, node: ast.ImportFrom) -> Module | str | External:
    """The module that is imported from; the path of a folder without code; or what is not in the project."""
    if node.level:
        folder = dirname(frame.module.source.path)
        for _ in range(node.level - 1):
            folder = dirname(folder)
        path = "/".join(part for part in (folder, *(node.module or "").split(".")) if part)
        found = _at(machine, path, frame.module)
        return found if found is not None else path
    name = node.module or ""
    found = load(machine, name, frame.module)
    return found if found is not None else External(name)


def _imported(machine: Machine, frame: Frame, module: Module | str | External, name: str, node: ast.AST) -> Value:
    match module:
        case External(package):
            return External(f"{package}.{name}")
        case Module():
            if name in module.cells:
                return module.cells[name]
            inner = _at(machine, f"{_folder(module)}/{name}".lstrip("/"), module) if module.is_package else None
            if inner is not None:
                return inner
            match module.cells.get("*"):
                case External(package):
                    return External(f"{package}.{name}")
            return unknown(f"`{name}` is not in module `{module.name}`", frame.span(node))
        case folder:
            inner = _at(machine, f"{folder}/{name}".lstrip("/"), frame.module)
            return inner if inner is not None else unknown(f"module `{folder}` is not in the project", frame.span(node))


def _star(machine: Machine, frame: Frame, module: Module | str | External) -> None:
    match module:
        case Module():
            public = module.cells.get("__all__")
            listed = contents(public).entries if public is not None else ()
            for name, value in list(module.cells.items()):
                if isinstance(name, str) and (Const(name) in listed if listed else not name.startswith("_")):
                    bind(machine, frame, name, value)
        case External():
            bind(machine, frame, "*", module)
        case _:
            bind(machine, frame, "*", unknown("a star import that could not be followed"))


def load(machine: Machine, name: str, importer: Module) -> Module | None:
    """A project module by its absolute name, seen from the module that imports it."""
    top = name.partition(".")[0]
    if not top or top in machine.packages or (top in sys.stdlib_module_names and not _beside(machine, top, importer)):
        return None
    path = name.replace(".", "/")
    for root in _roots(machine, importer):
        tail = f"{root}/{path}" if root else path
        found = _at(machine, tail, importer)
        if found is not None:
            if f"{tail}/" in machine.modules:  # what a folder without code does not hold is that of a package
                found.cells.setdefault("*", External(name))
            return found
    package, _, inside = path.partition("/")
    return _at(machine, inside or "__init__", importer) if package == machine.project.root.name else None


def _beside(machine: Machine, top: str, importer: Module) -> bool:
    """Whether a project package has the name of a standard module (`test`, `code`); a file that has is passed over."""
    return any(
        machine.project.exists(f"{root}/{top}/__init__.py".lstrip("/")) for root in _roots(machine, importer)
    ) and top in ("test", "code", "platform", "types", "queue", "graphlib")


def _roots(machine: Machine, importer: Module) -> list[str]:
    """Where absolute imports may start: what settings say, the importer's folder and those above it, then others."""
    folder = dirname(importer.source.path)
    found = machine.project.import_roots(folder)
    while True:
        found.append(folder)
        found.append(f"{folder}/src".lstrip("/"))
        if not folder:
            break
        folder = dirname(folder)
    for marker in ROOT_MARKERS:
        for path in machine.project.find(marker):
            found.extend((dirname(path), f"{dirname(path)}/src".lstrip("/")))
    return list(dict.fromkeys(found))


def _at(machine: Machine, path: str, importer: Module) -> Module | None:
    """The module at a path without its ending: a file, a package, or a folder that holds modules."""
    for candidate, package in ((f"{path}.py", False), (f"{path}/__init__.py", True)):
        if candidate in machine.modules:
            return machine.modules[candidate]
        if machine.project.exists(candidate):
            source = machine.project.get(candidate)
            return run_module(machine, source, package) if source is not None else None
    if path and machine.project.is_directory(path):
        key = f"{path}/"
        if key not in machine.modules:
            machine.modules[key] = Module(path.replace("/", "."), importer.source, {}, True)
        return machine.modules[key]
    return None


def _folder(module: Module) -> str:
    path = module.source.path
    return dirname(path) if path.endswith("__init__.py") else module.name.replace(".", "/")


def run_module(machine: Machine, source: SourceModule, package: bool = False) -> Module:
    """Run a module's body once, whoever asks first, with a state and a budget of its own."""
    if source.path in machine.modules:
        return machine.modules[source.path]
    stem = source.path.removesuffix(".py").removesuffix("/__init__")
    cells: Cells = {"__name__": Const(stem.replace("/", ".")), "__file__": Const(source.path)}
    module = Module(stem.replace("/", "."), source, cells, package or source.path.endswith("__init__.py"))
    machine.modules[source.path] = module
    frame = Frame(module, (module.cells,))
    kept = (machine.conditions, machine.repetitions, machine.calls, machine.running, machine.fuel, machine.log)
    around, machine.enclosing = machine.enclosing, ()
    journals, fresh = machine.heap.journals, machine.heap.fresh
    machine.conditions, machine.repetitions, machine.calls, machine.running, machine.log = (), (), (), (), None
    machine.heap.journals, machine.heap.fresh = [], []
    machine.fuel = machine.allowance(machine.limits.fuel)
    try:
        for statement in source.tree.body:
            if not _run_statement(machine, frame, statement):
                break
    finally:
        (machine.conditions, machine.repetitions, machine.calls, machine.running, machine.fuel, machine.log) = kept
        machine.heap.journals, machine.heap.fresh = journals, fresh
        machine.enclosing = around
    return module


def _run_statement(machine: Machine, frame: Frame, statement: ast.stmt) -> bool:
    """Run one statement of a module's body with a share of the budget; where it is not enough, the next one follows."""
    conditions, fuel = machine.conditions, machine.fuel
    machine.fuel = share = fuel * 3 // 4
    try:
        return machine.execute(frame, [statement])
    except (OutOfFuel, RecursionError):
        machine.starve(frame.module, frame.module.name, statement)
        machine.conditions, machine.repetitions, machine.calls, machine.enclosing = conditions, (), (), ()
        machine.running = ()
        frame.loops.clear()
        while machine.heap.journals:
            machine.heap.commit()
        return True
    finally:
        machine.fuel = fuel - (share - max(machine.fuel, 0))
