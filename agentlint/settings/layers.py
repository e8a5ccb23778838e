"""What several sources say, one above the other."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import Any

from agentlint.settings.keys import keys, read_keys
from agentlint.settings.kinds import At, File, Invalid
from agentlint.settings.settings import GraphSettings, RuleSettings, Settings
from agentlint.settings.vocabulary import Vocabulary

ADDED = frozenset({"ignore", "extend_select", "extend_exclude", "ignores", "contracts"})
"""Keys whose values add up; of all others the uppermost one counts."""
CHOICE = frozenset({"select", "ignore", "extend_select"})
"""The choice of rules: who selects begins it anew."""


@dataclass(frozen=True, slots=True)
class Layer:
    """What one source says: values by field, and the places of what is said by dotted key."""

    said: Mapping[str, Any] = field(default_factory=dict)
    origins: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @classmethod
    def read(cls, value: object, at: At) -> "Layer":
        """The layer that a table is. It may name the rules that it brings."""
        at = replace(at, vocabulary=_extended(value, at))
        said = read_keys(keys(Settings), value, at)
        places = at.source.places
        origins = {}
        for way in _ways(value):
            line = places.key((*at.way, *way)).line
            origins[".".join(way)] = (f"{at.source.name}:{line}",)
        return cls(said, origins)

    def under(self, upper: "Layer") -> "Layer":
        """This layer with another one above it."""
        said, origins = dict(self.said), dict(self.origins)
        if "select" in upper.said:
            for name in CHOICE:
                said.pop(name, None)
                origins.pop(name.replace("_", "-"), None)
        again = upper.said.get("extend_select", ())
        if "ignore" in said and again:
            said["ignore"] = tuple(name for name in said["ignore"] if name not in again)
        for name, value in upper.said.items():
            said[name] = _merged(name, said[name], value) if name in said else value
        for name, places in upper.origins.items():
            adds = name.replace("-", "_") in ADDED
            origins[name] = (*origins.get(name, ()), *places) if adds else places
        return Layer(said, origins)


def _extended(value: object, at: At) -> Vocabulary:
    """The names that a table may use, with those of the rules in its own folders."""
    rules = dict(at.vocabulary.rules)
    folders = value.get("rules-path") if isinstance(value, dict) else None
    for folder in folders if isinstance(folders, list) else ():
        with suppress(Invalid, ValueError):  # told where the key is read
            rules |= at.vocabulary.house(File().read(folder, replace(at, mistakes=[])))
    return replace(at.vocabulary, rules=rules)


def _ways(value: object) -> list[tuple[str, ...]]:
    """The keys that a table says; for rules and graphs those of their tables."""
    if not isinstance(value, dict):
        return []
    found: list[tuple[str, ...]] = []
    for name, said in value.items():
        if name not in ("rules", "graphs") or not isinstance(said, dict):
            found.append((name,))
            continue
        for inner, table in said.items():
            found.extend((name, inner, one) for one in table if isinstance(table, dict))
    return found


def _merged(name: str, lower: Any, upper: Any) -> Any:
    match name:
        case _ if name in ADDED:
            return tuple(dict.fromkeys((*lower, *upper)))
        case "rules":
            return merged_rules(lower, upper)
        case "graphs":
            return {graph: _graph(lower.get(graph), upper.get(graph)) for graph in {**lower, **upper}}
        case _:
            return upper


def merged_rules(lower: Mapping[str, RuleSettings], upper: Mapping[str, RuleSettings]) -> dict[str, RuleSettings]:
    """What is set for rules, where it is said twice."""
    none = RuleSettings()
    return {
        rule: RuleSettings(
            upper.get(rule, none).level or lower.get(rule, none).level,
            {**lower.get(rule, none).options, **upper.get(rule, none).options},
        )
        for rule in {**lower, **upper}
    }


def _graph(lower: GraphSettings | None, upper: GraphSettings | None) -> GraphSettings:
    if lower is None or upper is None:
        return lower or upper or GraphSettings()
    return GraphSettings(tuple(dict.fromkeys((*lower.ignore, *upper.ignore))), merged_rules(lower.rules, upper.rules))


def settings_of(layer: Layer, **facts: Any) -> Settings:
    """The settings that a layer amounts to."""
    return Settings(**layer.said, origins=layer.origins, **facts)
