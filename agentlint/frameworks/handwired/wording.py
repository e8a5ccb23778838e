"""Which texts a function says in its own words: those that stand in it, and the constants of modules that it names."""

import ast
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Class, Function, Instance, Value
from agentlint.frameworks.handwired.values import texts

MAKES_TEXT = frozenset({"str", "repr", "format", "join", "strip", "len", "round", "int", "float", "dumps"})


def own_words(function: Function, this: Instance | Class | None) -> frozenset[str]:
    """The texts that are in a function's code, or in constants that it names, of its module or of its class."""
    literals, names, attributes = _literals(function.node)
    said: set[str] = set(literals)
    cells = function.module.cells
    for name in names:
        if (value := cells.get(name)) is not None:
            said.update(_constant(value))
    cls = this.cls if isinstance(this, Instance) else this
    if cls is not None:
        for name in attributes:
            if (value := cls.cells.get(name)) is not None:
                said.update(_constant(value))
    return frozenset(said)


def _constant(value: Value) -> list[str]:
    """The texts of a value that was made where no function ran."""
    return [] if isinstance(value, Function | Class | Instance) else list(texts(value))


@lru_cache(maxsize=4096)
def _literals(node: ast.AST) -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    said: set[str] = set()
    names: set[str] = set()
    bound: set[str] = set()
    attributes: set[str] = set()
    answered = {id(inner) for part in parts(node) if _is_answer(part) for inner in parts(part)}
    for part in parts(node):
        match part:
            case ast.Constant(value=str(text)) if id(part) not in answered:
                said.add(text)
            case ast.Name(id=name, ctx=ast.Store()) | ast.arg(arg=name):
                bound.add(name)
            case ast.Name(id=name):
                names.add(name)
            case ast.Attribute(value=ast.Name(id="self" | "cls"), attr=name):
                attributes.add(name)
    return frozenset(said), frozenset(names - bound), frozenset(attributes)


def _is_answer(node: ast.AST) -> bool:
    """Whether a piece of code only gives something back: what it says may come round again in the words of others."""
    if isinstance(node, ast.Return | ast.Yield):
        return all(_asks_nobody(part.func) for part in parts(node) if isinstance(part, ast.Call))
    return isinstance(node, ast.Raise)


def _asks_nobody(callee: ast.expr) -> bool:
    """Whether what is called is written like a class, or only makes text."""
    name = callee.attr if isinstance(callee, ast.Attribute) else callee.id if isinstance(callee, ast.Name) else ""
    return name[:1].isupper() or name in MAKES_TEXT
