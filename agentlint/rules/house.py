"""Rules that are not agentlint's own: those of installed packages, and those that a project keeps in a folder.

Both are Python that runs here. A package is trusted by whoever installed it, a folder by whoever named it in the
settings (`rules-path`); the code that is analysed is never run.
"""

from collections.abc import Iterable, Mapping
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.metadata import entry_points
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import MappingProxyType

from agentlint.rules.base import Rule

GROUP = "agentlint.rules"
"""The entry points of packages that bring rules: each names an object that `rule` made."""


class HouseRuleProblem(ValueError):  # noqa: N818 - it is the user's to solve, not our error
    """A rule that cannot be used, and why."""


@cache
def installed() -> Mapping[str, Rule]:
    """The rules of installed packages. Raises `HouseRuleProblem`."""
    found = []
    for point in sorted(entry_points(group=GROUP), key=lambda point: point.name):
        try:
            found.append((f"the entry point `{point.name}`", point.load()))
        except Exception as error:
            raise HouseRuleProblem(f"the entry point `{point.name}` cannot be loaded: {_told(error)}") from error
    return _rules(found)


@cache
def in_folder(folder: Path) -> Mapping[str, Rule]:
    """The rules in the Python files of a folder, one each, called ``check``. Raises `HouseRuleProblem`."""
    if not folder.is_dir():
        raise HouseRuleProblem(f"there is no folder `{folder}`")
    files = [file for file in sorted(folder.glob("*.py")) if not file.name.startswith("_")]
    return _rules((f"`{file.name}`", _check(file)) for file in files)


@cache
def every(folders: tuple[Path, ...] = ()) -> Mapping[str, Rule]:
    """All rules there are, with those in ``folders``. Raises `HouseRuleProblem`."""
    from agentlint.rules.catalogue import RULES  # which imports every module of this package

    own = (in_folder(folder) for folder in folders)
    return MappingProxyType({**RULES, **installed(), **{name: rule for rules in own for name, rule in rules.items()}})


def page_of(rule: Rule) -> str:
    """The page of a rule: beside its file, where it is not agentlint's own; its summary where there is none."""
    from agentlint.rules.catalogue import RULES, page  # which imports every module of this package

    if rule.id in RULES:
        return page(rule.id)
    file = Path(rule.check.__code__.co_filename).with_name(f"{rule.id}.md")
    return file.read_text("utf-8") if file.is_file() else f"# {rule.id}\n\n{rule.summary.capitalize()}.\n"


class _Uncompiled(SourceFileLoader):
    """Reads the file itself each time, and leaves nothing beside it: a compiled copy that was made in the same second
    may be of another text."""

    def path_stats(self, path: str | bytes | bytearray) -> Mapping[str, float]:
        """Says that there is no such copy, as `importlib.abc.SourceLoader` has it."""
        raise OSError


def _check(file: Path) -> object:
    name = f"agentlint_house_rules.{file.stem}"
    spec = spec_from_file_location(name, file, loader=_Uncompiled(name, str(file)))
    if spec is None or spec.loader is None:
        raise HouseRuleProblem(f"`{file.name}` is no Python module")
    module = module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise HouseRuleProblem(f"`{file.name}` cannot be loaded: {_told(error)}") from error
    return getattr(module, "check", None)


def _rules(found: Iterable[tuple[str, object]]) -> Mapping[str, Rule]:
    from agentlint.rules.catalogue import RULES  # which imports every module of this package

    rules: dict[str, Rule] = {}
    for where, rule in found:
        if not isinstance(rule, Rule):
            raise HouseRuleProblem(f"{where} has no rule: decorate a function called `check` with `@rule(…)`")
        if rule.id in RULES or rule.id in rules:
            raise HouseRuleProblem(f"{where} is called `{rule.id}`, and so is another rule")
        rules[rule.id] = rule
    return MappingProxyType(rules)


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"
