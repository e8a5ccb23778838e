"""What a group chat does not take, or takes without any effect.

Read from autogen-agentchat 0.2.40 and ag2 0.9.9, `agentchat/groupchat.py`.
"""

from collections.abc import Iterator

from agentlint.evaluate.values import NONE, Const, Mapping, Value
from agentlint.frameworks.ag2.construction import Construction, Maker, construction
from agentlint.frameworks.ag2.group_chat import METHODS
from agentlint.frameworks.ag2.names import agent_name
from agentlint.frameworks.ag2.reader import Reader
from agentlint.frameworks.draft import Draft
from agentlint.graph.uses import Misuse

CHAT_ONLY = ("speaker_selection_method", "max_round", "allow_repeat_speaker", "admin_name",
             "allowed_or_disallowed_speaker_transitions", "speaker_transitions_type")  # fmt: skip
"""What a group chat is given and its manager is not."""


def read_misuses(reader: Reader, draft: Draft, made: Construction, chat: Maker) -> None:
    """Tell what the framework refuses."""
    draft.misuses += _settings(made)
    if not draft.open_nodes:
        draft.misuses += _members(draft, made)
    for manager in reader.managers(chat):
        draft.misuses += _manager(manager)


def _settings(made: Construction) -> Iterator[Misuse]:
    at, given = made.span.location, made.given
    table = _given(given.get(None, "allowed_or_disallowed_speaker_transitions"))
    kind = _given(given.get(None, "speaker_transitions_type"))
    method = given.get(None, "speaker_selection_method")
    if table is not None and kind is None and given.rest is None:
        why = "without `speaker_transitions_type` it may mean either, so the group chat cannot be constructed"
        yield Misuse("`allowed_or_disallowed_speaker_transitions`", why, at, remedy='add `"allowed"` or `"disallowed"`')
    if table is not None and _given(given.get(None, "allow_repeat_speaker")) is not None:
        why = "the table of transitions says already who may repeat, so the group chat cannot be constructed"
        yield Misuse("`allow_repeat_speaker`", why, at, remedy="put the repetitions into the table")
    match method:
        case Const(str(name)) if name.lower() not in METHODS and not name.startswith("_"):  # else to be filled in
            why = "it is none of `auto`, `manual`, `random` and `round_robin`, so no speaker can be selected"
            yield Misuse(f"`speaker_selection_method={name!r}`", why, at, remedy="take one of the four, or a function")
    match kind:
        case Const(str(name)) if name not in ("allowed", "disallowed"):
            why = 'it is neither "allowed" nor "disallowed", so the group chat cannot be constructed'
            yield Misuse(f"`speaker_transitions_type={name!r}`", why, at, remedy="take one of the two")


def _members(draft: Draft, made: Construction) -> Iterator[Misuse]:
    if made.cls is None and len(draft.nodes) == 1:
        why = "it takes at least two to choose a speaker, so every run raises ValueError"
        yield Misuse("a group chat of one agent", why, made.span.location, remedy="add an agent, or chat with it alone")


def _manager(manager: Maker) -> Iterator[Misuse]:
    made = construction(manager)
    if made is None:
        return
    for setting in CHAT_ONLY if made.cls is None else ():
        if made.given.get(None, setting) is not None:
            why = "it sets up the group chat, and its manager takes no such argument and raises a TypeError"
            remedy = "give it to the `GroupChat`"
            yield Misuse(f"`{setting}` given to `{made.kind}`", why, made.span.location, agent_name(manager), remedy)
    config = made.given.get(None, "llm_config")
    if not isinstance(config, Mapping):
        return
    for key in ("functions", "tools"):
        if _given(config.cells.get(Const(key))) is not None:
            name = agent_name(manager)
            why = "the manager of a group chat may call no functions, so it cannot be constructed"
            yield Misuse(f"`{key}` in the `llm_config` of `{name}`", why, made.span.location, name,
                         "give the functions to the agents only")  # fmt: skip


def _given(value: Value | None) -> Value | None:
    return None if value == NONE else value
