"""Which objects and which entries of tables have a role of their own."""

import ast
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from agentlint.evaluate.values import Class, Const, Instance, Span, Value
from agentlint.frameworks.handwired.stack import LONG, Frame
from agentlint.frameworks.handwired.steps import Step, this_of
from agentlint.frameworks.handwired.syntax import instead
from agentlint.frameworks.handwired.titles import WORD

ROLES = re.compile(r"(\w+_)?(role|persona|agent|speaker|stance|position|side|expert|perspective|character|specialist)"
                   r"(_?(name|key|type|id))?", re.IGNORECASE)  # fmt: skip
"""How parameters are called that say who speaks."""
CROWD = 12
"""So many objects that are made at one place are not told apart."""
NUMBER = re.compile(r"\d+|\b[A-Z]\b")


def speaker(step: Step, caller: int) -> Instance | None:
    """The object whose method asks, other than the one that leads."""
    owner = step.owner
    if owner is None or not isinstance(owner.this, Instance):
        return None
    lead = step.frames[caller].this if caller < len(step.frames) else None
    return owner.this if owner.this is not lead else None


def roles(found: Sequence[Step], caller: int) -> dict[int, list[Instance]]:
    """The objects that have a role of their own, by identity, each with all that have the same role.

    Objects of one class are told apart by what they are made with, or by what they remember, if that is part of what
    they ask. Several that are made at one place differ by that only, numbers aside, or by where each is asked.
    """
    made: dict[Class, dict[int, Instance]] = defaultdict(dict)
    words: dict[int, set[str]] = defaultdict(set)
    told: dict[int, set[str]] = defaultdict(set)
    sites: dict[int, set[int]] = defaultdict(set)
    given: set[int] = set()
    for step in found:
        this = speaker(step, caller)
        if this is None:
            continue
        made[this.cls][id(this)] = this
        sites[id(this)].add(id(_turned_to(step, this)))
        words[id(this)] |= {str(value.value) for value in step.role.role if isinstance(value, Const)}
        told[id(this)] |= {text for text in step.role.texts if len(text) >= LONG}
        if step.role.role:
            given.add(id(this))
    found_roles: dict[int, list[Instance]] = {}
    for objects in made.values():
        alike: dict[tuple[Span, frozenset[str]], list[Instance]] = defaultdict(list)
        crowded = len(objects) > CROWD
        for key, this in objects.items():
            said = frozenset() if crowded else frozenset(NUMBER.sub("", text) for text in words[key])
            span = next((one for one, _ in alike if instead(one, this.created.span)), this.created.span)
            alike[span, said].append(this)
        groups = [one for group in alike.values() for one in _by_site(group, sites)]
        apart = len({frozenset(told[id(one)]) for group in groups for one in group[:1]}) > 1
        for group in groups:
            alone = len(groups) > len(alike) or (len(groups) > 1 and apart)
            if len(group) > 1 or given & set(map(id, group)) or alone:
                found_roles |= {id(one): group for one in group}
    return found_roles


def _by_site(group: list[Instance], sites: dict[int, set[int]]) -> list[list[Instance]]:
    """Objects that are alike, apart where they are made with other constants and no two are asked at one place."""
    named: dict[tuple[Value, ...], list[Instance]] = defaultdict(list)
    for one in group:
        named[tuple(value for value in one.created.arguments.values if isinstance(value, Const))].append(one)
    places = [set[int]().union(*(sites[id(one)] for one in same)) for same in named.values()]
    return list(named.values()) if len(set[int]().union(*places)) == sum(map(len, places)) else [group]


def _turned_to(step: Step, this: Instance) -> ast.AST:
    """The call by which somebody else turns to an object."""
    level = next(level for level, frame in enumerate(step.frames) if frame.this is this)
    return step.frames[max(level - 1, 0)].site.node


def asked_for(found: Sequence[Step]) -> dict[int, str]:
    """The steps, by index, whose role a function looks up in a table: by the constant that it is asked for."""
    groups: dict[object, list[Step]] = defaultdict(list)
    for step in found:
        if step.owner is not None and this_of(step) is None:
            groups[step.owner.function.node].append(step)
    keyed: dict[int, str] = {}
    for group in groups.values():
        tables = list(_by_argument(group))
        if tables:
            whole = max(tables, key=lambda table: (len(table), -len(set(table.values()))))
            keyed.update(whole)
    return keyed


def _by_argument(group: Sequence[Step]) -> Iterator[dict[int, str]]:
    """For each parameter that gets different constants, what it gets at each step, if that makes other roles of it."""
    constants = {step.index: _constants(step.owner) for step in group if step.owner is not None}
    for name in dict.fromkeys(name for given in constants.values() for name in given):
        by_key: dict[str, list[Step]] = defaultdict(list)
        for step in group:
            if (key := constants[step.index].get(name)) is not None:
                by_key[key].append(step)
        if len(by_key) > 1 and _are_roles(name, by_key):
            yield {step.index: key for key, steps in by_key.items() for step in steps}


def _are_roles(name: str, by_key: dict[str, list[Step]]) -> bool:
    """Whether each key stands for a text of its own, or is a word that says who speaks."""
    always = {key: _always(steps) for key, steps in by_key.items()}
    if ROLES.fullmatch(name) and all(any(key in text for text in texts) for key, texts in always.items()):
        return True
    keys = re.compile("|".join(map(re.escape, sorted(by_key, key=len, reverse=True))))
    plain = {key: {keys.sub("", text) for text in texts if len(text) >= LONG} - {""} for key, texts in always.items()}
    return all(
        any(all(text not in other for one, other in plain.items() if one != key) for text in texts)
        for key, texts in plain.items()
    )


def _always(steps: Sequence[Step]) -> set[str]:
    """What is said in each of some steps, as it is or as part of a longer text."""
    said = [{text for share in step.shares for text in share.texts} for step in steps]
    return {text for text in set().union(*said) if all(any(text in one for one in others) for others in said)}


def _constants(owner: Frame) -> dict[str, str]:
    """The names among the constants that a function is given, by parameter."""
    spec = owner.function.node.args
    names = [one.arg for one in (*spec.posonlyargs, *spec.args)]
    given = [*zip(names, owner.given.positional, strict=False), *owner.given.keywords]
    names_given: dict[str, str] = {}
    for name, value in given:
        match value:
            case Const(str(text)) if WORD.fullmatch(text) or len(text) == 1:
                names_given[name] = text
    return names_given
