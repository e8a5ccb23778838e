"""Who asks: the object, the class, the function or the call that a role belongs to, and what it is called."""

import ast
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from agentlint.evaluate.values import Class, Event, Instance, Span
from agentlint.frameworks.handwired.cast import asked_for, roles, speaker
from agentlint.frameworks.handwired.conversations import mutual
from agentlint.frameworks.handwired.naming import ANYBODY, of_call, of_function, of_leader, of_object
from agentlint.frameworks.handwired.stack import LONG, Frame, gives_role
from agentlint.frameworks.handwired.steps import WHOLE, Step
from agentlint.frameworks.handwired.syntax import instead
from agentlint.frameworks.handwired.titles import title
from agentlint.frameworks.handwired.voices import voices

BEGINS = re.compile(r"\W*(you are|you're|act as|your role)\b", re.IGNORECASE)
"""How a text begins that is all about a role."""
SEVERAL = re.compile(r"(Agents|Service|Engine|Pipeline|Manager|Orchestrator|Workflow|Handler|System|Utils|Controller|"
                     r"Team|Crew|Council|Chain|Client|LLM|Model|API|Tools?|Generator|Processor)$")  # fmt: skip
"""How classes are called whose methods are agents, each, beside classes that are agents."""
SAID = re.compile(r"prompt|message|conversation|history|chat|dialog|content|text|input|query|payload", re.IGNORECASE)
"""How variables are called that hold what a model is told."""
SPEECH = re.compile(r"[^\W\d_]{3}\S*\s+\S*[^\W\d_]{2}|[^\W\d_]{2}\S*\s+\S*[^\W\d_]{3}"
                    r"|[\u3040-\u9fff\uac00-\ud7a3]{4}")  # fmt: skip
"""What tells a model something: several words."""
SETTINGS = re.compile(r"[\w/.~-]+\.(ya?ml|json|toml)")
"""The file that holds what a model is told, where no program does."""
MARK = re.compile(r"[\w ./~%-]+\.[a-z]\w{1,4}|\[[^\]]*\]|<[^>]*>|\{[^}]*\}")
"""What tells it nothing: the name of a file, or what stands in for something that was taken out of a text."""
CONDENSES = re.compile(
    r"\b(summari[sz]e|condense|shorten|compress)\b.{0,40}\b(conversation|chat|dialog(ue)?|history)\b", re.IGNORECASE
)
"""How a text begins that only keeps a conversation short."""
GRADES = re.compile(r"(^|[/_.-])(evals?|benchmarks?)[/_.-]")
"""Paths of code that asks models in order to grade them."""


@dataclass(eq=False, slots=True)
class Agent:
    """One role: its name, where it comes into being, what it asks."""

    key: object
    name: str
    span: Span
    steps: list[Step] = field(default_factory=list)
    many: bool = False
    """Whether several objects, or several lists of messages, play the role."""

    @property
    def speaks(self) -> bool:
        """Whether it puts words of its own into a prompt, for the work itself: no grader, nor one that cuts history."""
        if GRADES.search(self.span.module.path):
            return False
        said = {text for step in self.steps for text in step.role.texts if _tells(text)}
        return any(step.role.role for step in self.steps) or any(not CONDENSES.search(text) for text in said)

    @property
    def configured(self) -> bool:
        """Whether what it is told is in a file of settings."""
        return any(SETTINGS.fullmatch(text) for step in self.steps for text in step.role.texts)

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
    scene = Scene(found, caller)
    made: dict[object, Agent] = {}
    personas: dict[frozenset[str], tuple[Class | None, object]] = {}
    doors: dict[object, object] = {}
    for step in found:
        if step.owner is None:
            continue
        key, name, span = scene.identity(step)
        if persona := _persona(step):
            this = speaker(step, caller)
            cls = this.cls if this is not None else None
            first, known = personas.setdefault(persona, (cls, key))
            key = known if cls is None or cls is not first else key
        if (door := scene.door(step)) is not None:
            key = doors.setdefault(door, key)
        agent = made.setdefault(key, Agent(key, name.lstrip("_") or name, span))
        agent.steps.append(step)
        agent.many = agent.many or scene.is_one_of_many(step)
    for agent in made.values():
        agent.many = agent.many or mutual((step.talk, step.hears) for step in agent.steps)
    return list(made.values())


class Scene:
    """All calls of a run, by which one tells who makes each."""

    def __init__(self, found: Sequence[Step], caller: int) -> None:
        self.caller = caller
        self._methods: defaultdict[Class, set[object]] = defaultdict(set)
        for step in found:
            owner = _outermost(step, caller)
            if owner is not None and owner.this is not None:
                self._methods[_class(owner)].add(owner.function.node)
        self._sites = _sites(found)
        self._roles = roles(found, caller)
        self._asked_for = asked_for(found)
        self._voices = voices(found)

    def identity(self, step: Step) -> tuple[object, str, Span]:
        """What tells the agent apart that makes a call, its name, and where it comes into being."""
        owner = _outermost(step, self.caller)
        assert owner is not None
        this = speaker(step, self.caller)
        if this is not None and (alike := self._roles.get(id(this))):
            count = len({id(group[0]) for group in self._roles.values() if group[0].cls is this.cls})
            return id(alike[0]), of_object(this, alike, count, owner.called), alike[0].created.span
        function = owner.function
        if (entry := self._voices.get(step.index)) is not None:
            return entry, title(entry) or of_call(step, ()), owner.site
        if (key := self._asked_for.get(step.index)) is not None:
            return (id(function.node), key), key, owner.site
        inside = self._sites.get(id(function.node), [])
        if len(inside) > 1 and (step.level == self.caller or _differ(inside)):
            first = _nearest(step, inside)
            assert first.owner is not None
            return (id(function.node), id(first.owner.site.node)), of_call(first, inside), first.owner.site
        if owner.this is not None and function.name != "<module>":
            cls = _class(owner)
            leads = step.frames[self.caller].this if self.caller < len(step.frames) else None
            own = leads is not None and _class(step.frames[self.caller]) is cls and self.caller != step.level
            among = this is not None and len(self._methods) > 1 and not SEVERAL.search(cls.name)
            alone = among or len(self._methods[cls]) == 1
            if not own and (alone or cls.name.endswith("Agent")):
                given = owner.called if this is not None and ANYBODY.fullmatch(cls.name) else None
                return id(cls), given or cls.name, cls.span
            return (id(function.node), id(cls)), function.name, function.span
        if step.level == self.caller and inside and function.name != "<module>":
            return id(function.node), of_leader(step), owner.site
        if function.name == "<module>":
            return id(owner.site.node), of_call(step, inside), owner.site
        return id(function.node), of_function(step, function.name), function.span

    def is_one_of_many(self, step: Step) -> bool:
        """Whether the object that asks is one of several in the same role, and not the one made instead of another."""
        this = speaker(step, self.caller)
        group = self._roles.get(id(this), ()) if this is not None else ()
        return any(not _either(one.created, other.created) for one, other in pairwise(group))

    def door(self, step: Step) -> object | None:
        """The method whose words the role is, where it asks once: one agent, whatever other methods lead to it."""
        owner = step.owner
        if owner is None or owner.this is None or step.level == self.caller:
            return None
        if step.index in self._asked_for or step.index in self._voices:
            return None
        this = speaker(step, self.caller)
        if (this is not None and id(this) in self._roles) or len(self._sites[id(owner.function.node)]) > 1:
            return None
        return id(owner.function.node), id(_class(owner))


def _either(one: Event, other: Event) -> bool:
    """Whether a run comes to one of two places only: the ways to them part in branches of one statement."""
    ways = zip((*one.calls, one.span), (*other.calls, other.span), strict=False)
    return next((instead(here, there) for here, there in ways if here.node is not there.node), False)


def _outermost(step: Step, caller: int) -> Frame | None:
    """The first method called of the object whose words are the role, else the function whose words they are."""
    level = step.level
    if level is None:
        return None
    this = step.frames[level].this
    while this is not None and level - 1 > caller and step.frames[level - 1].this is this:
        level -= 1
    return step.frames[level]


def _class(frame: Frame) -> Class:
    assert frame.this is not None
    return frame.this.cls if isinstance(frame.this, Instance) else frame.this


def _sites(found: Sequence[Step]) -> dict[object, list[Step]]:
    """The calls in each function that lead to a model, one for each role; its calls of itself are none.

    What it says at a call is what it says there always: some rounds of a loop hand on more.
    """
    groups: defaultdict[object, dict[int, list[Step]]] = defaultdict(dict)
    for step in found:
        owner, level = step.owner, step.level or 0
        if owner is not None and all(one.function.node is not owner.function.node for one in step.frames[level + 1 :]):
            groups[id(owner.function.node)].setdefault(id(owner.site.node), []).append(step)
    sites: dict[object, list[Step]] = {}
    for node, group in groups.items():
        kept: list[tuple[Step, frozenset[str]]] = []
        for steps in group.values():
            said = frozenset.intersection(*map(_long, steps))
            if not any(_goes_on(one, core, steps, said) for one, core in kept):
                kept.append((steps[0], said))
        sites[node] = [step for step, _ in kept]
    return sites


def _goes_on(one: Step, core: frozenset[str], steps: Sequence[Step], said: frozenset[str]) -> bool:
    """Whether calls that say ``said`` are for the role of another: the same again, or the next turn with its answer."""
    if _is_variant(one.owner, steps[0].owner):
        return True
    again = any(one.index in step.takes for step in steps)
    return bool(core) and (core == said or (core < said and again) or (bool(said) and said < core))


def _is_variant(one: Frame | None, other: Frame | None) -> bool:
    """Whether two calls stand in branches that exclude each other, and hand on the same: with a stream, or without."""
    if one is None or other is None or not instead(one.site, other.site):
        return False
    return bool(_handed_on(one.site) & _handed_on(other.site))


def _handed_on(site: Span) -> set[str]:
    """The variables that a call is given and that may hold a prompt."""
    if not isinstance(site.node, ast.Call):
        return set()
    given = [*site.node.args, *(one.value for one in site.node.keywords)]
    return {one.id for one in given if isinstance(one, ast.Name) and SAID.search(one.id)}


def _long(step: Step) -> frozenset[str]:
    return frozenset(text for text in step.role.texts if len(text.strip()) >= LONG)


def _nearest(step: Step, inside: Sequence[Step]) -> Step:
    """Of the calls in a function, the one at the same place, or else the one that says most of the same."""
    assert step.owner is not None
    said = _long(step)
    at = (one for one in inside if one.owner is not None and one.owner.site.node is step.owner.site.node)
    return next(at, None) or max(inside, key=lambda one: len(said & _long(one)))


def _tells(text: str) -> bool:
    """Whether a text tells a model something: the whole role, or words that are neither a name nor a mark."""
    return gives_role(text) or (SPEECH.search(text) is not None and MARK.fullmatch(text.strip()) is None)


def _persona(step: Step) -> frozenset[str]:
    """All that gives a model its role, at length: who says the same of itself, and nothing else, is the same agent."""
    said = frozenset(text for text in step.role.texts if len(text) >= WHOLE)
    return said if any(BEGINS.match(text) for text in said) else frozenset()


def _differ(steps: Sequence[Step]) -> bool:
    """Whether the calls in a function tell the model different things, each at some length."""
    long = [_long(step) for step in steps]
    return all(one and not any(one <= other for other in long[:index]) for index, one in enumerate(long))
