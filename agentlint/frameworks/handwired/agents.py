"""Who asks: the object, the class, the function or the call that a role belongs to, and what it is called."""

import ast
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from agentlint.evaluate.relevance import parts
from agentlint.evaluate.values import Class, Const, Instance, Span
from agentlint.frameworks.handwired.stack import LONG, Frame
from agentlint.frameworks.handwired.steps import Step, this_of
from agentlint.source import SourceModule

NAMES = ("name", "agent_name", "role_name", "role", "title", "id", "agent_id")
"""Attributes that say what an agent is called."""
BEGINS = re.compile(r"\W*(you are|you're|act as|your role)\b", re.IGNORECASE)
"""How a text begins that is all about a role."""
WHOLE = 60
"""A text of as many characters describes a role, and is no mere beginning of it."""
SPEECH = re.compile(r"[^\W\d_]{3}\S*\s|\s\S*[^\W\d_]{3}|[\u3040-\u9fff\uac00-\ud7a3]{4}"
                    r"|[\w/.-]+\.(txt|md|mdx|jinja2?|j2|prompt|tmpl|ya?ml|json)$", re.IGNORECASE)  # fmt: skip
"""What tells a model something: words between others, or the file that holds them."""
CONDENSES = re.compile(
    r"\b(summari[sz]e|condense|shorten|compress)\b.{0,40}\b(conversation|chat|dialog(ue)?|history)\b", re.IGNORECASE
)
"""How a text begins that only keeps a conversation short."""
GRADES = re.compile(r"(^|[/_.-])(evals?|benchmarks?)[/_.-]")
"""Paths of code that asks models in order to grade them."""
WORD = re.compile(r"[A-Za-z][\w -]{1,30}")
"""A text that is a name and no sentence."""


@dataclass(eq=False, slots=True)
class Agent:
    """One role: its name, where it comes into being, what it asks."""

    key: object
    name: str
    span: Span
    steps: list[Step] = field(default_factory=list)

    @property
    def speaks(self) -> bool:
        """Whether it puts words of its own into a prompt, for the work itself: no grader, nor one that cuts history."""
        if GRADES.search(self.span.module.path):
            return False
        said = {text for step in self.steps for text in step.role.texts if SPEECH.search(text)}
        return any(step.role.role for step in self.steps) or any(not CONDENSES.search(text) for text in said)

    @property
    def serial(self) -> int:
        return self.steps[0].index

    @property
    def graph(self) -> str | None:
        """The orchestration of a framework that it is."""
        return self.steps[0].call.graph

    @property
    def is_human(self) -> bool:
        return self.steps[0].call.human


def agents(found: Sequence[Step], caller: int) -> list[Agent]:
    """The agents of a run, in the order in which they speak. ``caller`` is the level of the function that leads them.

    A class with one method that asks is an agent; where it has several and leads them itself, the methods are.
    """
    methods: defaultdict[Class, set[object]] = defaultdict(set)
    for step in found:
        owner = _outermost(step, caller)
        if owner is not None and owner.this is not None:
            methods[_class(owner)].add(owner.function.node)
    sites = _sites(found)
    made: dict[object, Agent] = {}
    personas: dict[frozenset[str], object] = {}
    doors: dict[object, object] = {}
    for step in found:
        if step.owner is None:
            continue
        key, name, span = _identity(step, methods, sites, caller)
        if this_of(step) is None and (persona := _persona(step)):
            key = personas.setdefault(persona, key)
        if (door := _behind(step, caller, sites)) is not None:
            key = doors.setdefault(door, key)
        made.setdefault(key, Agent(key, name.lstrip("_") or name, span)).steps.append(step)
    return _named(list(made.values()))


def _identity(
    step: Step, methods: dict[Class, set[object]], sites: dict[object, list[Step]], caller: int
) -> tuple[object, str, Span]:
    owner = _outermost(step, caller)
    assert owner is not None
    this = this_of(step)
    if this is not None:
        return id(this), _name_of(this), this.created.span
    inside = sites.get(id(owner.function.node), [])
    if len(inside) > 1 and (step.level == caller or _differ(inside)):
        said = _said(step, inside)
        return (id(owner.function.node), id(owner.site.node)), said or variable(owner.site) or "step", owner.site
    if owner.this is not None and owner.function.name != "<module>":
        cls = _class(owner)
        leads = step.frames[caller].this if caller < len(step.frames) else None
        own = leads is not None and _class(step.frames[caller]) is cls and caller != step.level
        alone = len(methods[cls]) == 1
        if not own and (alone or cls.name.endswith("Agent")):
            return id(cls), cls.name, cls.span
        return (id(owner.function.node), id(cls)), owner.function.name, owner.function.span
    if owner.function.name == "<module>":
        return id(owner.site.node), _said(step, inside) or variable(owner.site) or "script", owner.site
    return id(owner.function.node), owner.function.name, owner.function.span


def _outermost(step: Step, caller: int) -> Frame | None:
    """The first method called of the object whose words are the role, else the function whose words they are."""
    level = step.level
    if level is None:
        return None
    this = step.frames[level].this
    while this is not None and level - 1 > caller and step.frames[level - 1].this is this:
        level -= 1
    return step.frames[level]


def _behind(step: Step, caller: int, sites: dict[object, list[Step]]) -> object | None:
    """The method whose words the role is, where it asks once: whatever methods of the object lead to it, one agent."""
    owner = step.owner
    if owner is None or owner.this is None or this_of(step) is not None or step.level == caller:
        return None
    if len(sites[id(owner.function.node)]) > 1:
        return None
    return id(owner.function.node), id(_class(owner))


def _class(frame: Frame) -> Class:
    assert frame.this is not None
    return frame.this.cls if isinstance(frame.this, Instance) else frame.this


def _sites(found: Sequence[Step]) -> dict[object, list[Step]]:
    """The calls in each function that lead to a model, one for each place and text."""
    groups: defaultdict[object, dict[object, Step]] = defaultdict(dict)
    for step in found:
        owner = step.owner
        if owner is not None:
            groups[id(owner.function.node)].setdefault(id(owner.site.node), step)
    return {key: list(group.values()) for key, group in groups.items()}


def _persona(step: Step) -> frozenset[str]:
    """The whole texts that give a model its role: who says the same of itself is the same agent."""
    return frozenset(text for text in step.role.texts if len(text) >= WHOLE and BEGINS.match(text))


def _differ(steps: Sequence[Step]) -> bool:
    """Whether the calls in a function tell the model different things, each at some length."""
    long = [frozenset(text for text in step.role.texts if len(text.strip()) >= LONG) for step in steps]
    return all(one and not any(one <= other for other in long[:index]) for index, one in enumerate(long))


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


def _name_of(this: Instance) -> str:
    """What an object is called: by an attribute, by the variable that keeps it, or by its class."""
    for name in NAMES:
        match this.cells.get(name):
            case Const(str(text)) if WORD.fullmatch(text):
                return text
    return variable(this.created.span) or this.cls.name


def variable(span: Span) -> str | None:
    """The name that what a call gives is assigned to."""
    node: ast.AST | None = span.node
    if isinstance(node, ast.arg):
        return node.arg
    around = _around(span.module)
    for _ in range(6):
        node = around.get(id(node))
        match node:
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
        case ast.Tuple(elts=[ast.Name(id=name), *_]):
            return name
        case _:
            return None


@lru_cache(maxsize=256)
def _around(module: SourceModule) -> dict[int, ast.AST]:
    """The syntax around each piece of syntax."""
    return {id(inner): outer for outer in parts(module.tree) for inner in ast.iter_child_nodes(outer)}


def _named(found: list[Agent]) -> list[Agent]:
    """The agents, each with a name of its own."""
    taken: defaultdict[str, int] = defaultdict(int)
    for agent in found:
        taken[agent.name] += 1
        if taken[agent.name] > 1:
            agent.name = f"{agent.name}#{taken[agent.name]}"
    return found
