"""What agents are called: by the name they are given, their class, their function, or what their answer is called."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from posixpath import basename, splitext
from typing import Protocol

from agentlint.evaluate.values import Const, Instance, Span
from agentlint.frameworks.handwired.steps import Step
from agentlint.frameworks.handwired.syntax import around
from agentlint.frameworks.handwired.titles import WORD

ANY = re.compile(r"_*((llm|ai|chat|raw|full|final|model)_?)?(response|res|resp|result|reply|answer|output|out|"
                 r"completion|text|content|message|msg|data|raw|ret|stream|chunk|event|future|fut|task|coro|r|x|_)s?"
                 r"(_?text|\d*)")  # fmt: skip
"""Names of variables that say no more than that something was answered."""
ANYBODY = re.compile(r"(Base|LLM|AI|Chat|Simple|Generic|Model|My|OpenAI|ChatGPT|GPT|Claude|Ollama|Gemini|"
                     r"Llama\d?|LLama\d?|Mistral|Cohere)*"
                     r"(Agent|Bot|Assistant|Client|Model|LLM|Persona|Participant|Chat|GPT|API|Wrapper)")  # fmt: skip
"""Names of classes whose objects may be anybody."""
PERSONA = re.compile(
    r"\b(?:you are|you're|act as) (?:an? |the |our )[*_\"']*([\w' -]{3,40}?)"
    r"(?=[.,;:\n(*_\"]| who\b| that\b| with\b| for\b| in\b| of\b| at\b| and\b| on\b| tasked\b| responsible\b|$)",
    re.IGNORECASE,
)
"""How a text calls the one to whom it gives a role."""


class Named(Protocol):
    """Something that has a name."""

    name: str


def apart(found: Iterable[Named]) -> None:
    """Give each a name of its own."""
    taken: defaultdict[str, int] = defaultdict(int)
    for one in found:
        taken[one.name] += 1
        if taken[one.name] > 1:
            one.name = f"{one.name}#{taken[one.name]}"


def of_call(step: Step, others: Sequence[Step]) -> str:
    """The name of a call: what it says itself, what its answer is called, or whom the text speaks to."""
    assert step.owner is not None
    owner = step.owner.function
    if said := _said(step, others):
        return said
    held = variable(step.owner.site)
    if held is not None and not ANY.fullmatch(held):
        return held
    if (called := _called(step, others)) is not None:
        return called
    return _persona(step) or held or (owner.name if owner.name != "<module>" else _stem(step.owner.site))


def of_leader(step: Step) -> str:
    """The name of the one call for which the function asks itself that leads others: its own is that of the whole."""
    assert step.owner is not None
    held = variable(step.owner.site)
    plain = held is None or ANY.fullmatch(held) is not None
    return _persona(step) or step.owner.function.name if plain or held is None else held


def _persona(step: Step) -> str | None:
    """Whom the texts of a call speak to."""
    found = (match for text in step.role.texts for match in PERSONA.findall(text))
    return next((match for match in found if WORD.fullmatch(match)), None)


def _stem(span: Span) -> str:
    return splitext(basename(span.module.path))[0]


def of_function(step: Step, name: str) -> str:
    """The name of a function, or, where it has none of its own, that of the call in it."""
    return of_call(step, ()) if name in ("<lambda>", "<module>") else name


def of_object(this: Instance, alike: Sequence[Instance], roles: int, given: str | None) -> str:
    """The name of an object that has a role: its own, that of its class if ``roles`` is one, or of its variable.

    ``alike`` are all objects with this role.
    """
    if given and (len(alike) == 1 or all(Const(given) in one.created.arguments.values for one in alike)):
        return given
    own = this.cls.name
    held = variable(this.created.span)
    if held is None or ((roles == 1 or _is_many(this.created.span)) and not ANYBODY.fullmatch(own)):
        return own
    return held


def _is_many(span: Span) -> bool:
    """Whether an object is one of several that a comprehension or a list display makes."""
    outside = around(span.module)
    node: ast.AST | None = span.node
    while (node := outside.get(id(node))) is not None and not isinstance(node, ast.stmt):
        if isinstance(node, ast.ListComp | ast.SetComp | ast.DictComp | ast.GeneratorExp | ast.List | ast.Tuple):
            return True
    return False


def _called(step: Step, others: Sequence[Step]) -> str | None:
    """The function that the call runs, where it says something itself, and no other call runs it."""
    assert step.level is not None
    if step.level + 1 >= len(step.frames) or not step.shares[step.level + 1].strong:
        return None  # nothing, or a wrapper that only hands on
    function = step.frames[step.level + 1].function
    for other in others:
        if other.owner is not None and other.level is not None and other.owner.site != step.frames[step.level].site:
            inner = other.frames[other.level + 1 :]
            if inner and inner[0].function.node is function.node:
                return None
    return function.name if function.name != "<lambda>" and len(others) > 1 else None


def _said(step: Step, others: Sequence[Step]) -> str | None:
    """The name that a call gives: a constant argument that is a name, and another one at each of the calls."""
    assert step.owner is not None
    given = _arguments(step.owner.site)
    sites = [one.owner.site for one in others if one.owner is not None and one.owner.site != step.owner.site]
    elsewhere = [_arguments(site) for site in sites]
    names = (text for place, text in given.items() if all(one.get(place) != text for one in elsewhere))
    return next((text for text in names if WORD.fullmatch(text)), None)


def _arguments(site: Span) -> dict[object, str]:
    """The constant texts that a call is given, by place."""
    found: dict[object, str] = {}
    if not isinstance(site.node, ast.Call):
        return found
    for index, argument in enumerate(site.node.args):
        if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
            found[index] = argument.value
    for keyword in site.node.keywords:
        if isinstance(keyword.value, ast.Constant) and isinstance(keyword.value.value, str):
            found[keyword.arg] = keyword.value.value
    return found


def variable(span: Span) -> str | None:
    """The name that what a call gives is assigned to."""
    node: ast.AST | None = span.node
    if isinstance(node, ast.arg):
        return node.arg
    outside = around(span.module)
    for _ in range(6):
        inner, node = node, outside.get(id(node))
        match node:
            case ast.Dict(keys=keys, values=values) if inner in values:
                key = keys[values.index(inner)]
                if isinstance(key, ast.Constant) and isinstance(key.value, str):
                    return key.value
            case ast.Assign(targets=[target]) | ast.AnnAssign(target=target):
                return _target(target)
            case ast.keyword(arg=str(name)):
                return name
            case ast.arg(arg=name):
                return name
            case ast.stmt() | None:
                return None
    return None


def _target(target: ast.expr) -> str | None:
    match target:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name.strip("_")
        case ast.Subscript(slice=ast.Constant(value=str(name))):
            return name
        case ast.Subscript(value=base):
            return _target(base)
        case ast.Tuple(elts=[ast.Name(id=name), *_]):
            return name
        case _:
            return None
