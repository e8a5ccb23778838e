"""Which part of the state a value is."""

from agentlint.evaluate.values import AttributeOf, Const, ElementOf, ItemOf, Member, ResultOf, Tuple, Unknown, Value


def state_path(value: Value, root: Value | None) -> str | None:
    """The part of the state that a value is (`messages[-1].content`); empty for the state itself, None for no part."""
    if root is None:
        return None
    if value == root:
        return ""
    match value:
        case Unknown(origin=ItemOf(base, Const(key))) if (before := state_path(base, root)) is not None:
            return _joined(before, key if isinstance(key, str) else f"[{key!r}]")
        case Unknown(origin=ItemOf(base, Tuple((Const("slice"), *_)))) if before := state_path(base, root):
            return f"{before}[:]"
        case Unknown(origin=ItemOf(base, _)) if before := state_path(base, root):
            return f"{before}[?]"
        case Unknown(origin=AttributeOf(base, name)) | Member(base, name) if (
            before := state_path(base, root)
        ) is not None:
            return _joined(before, name)
        case Unknown(origin=ElementOf(base)) if before := state_path(base, root):
            return f"{before}[]"
        case Unknown(origin=ResultOf(Unknown(origin=AttributeOf(base, "get")), (Const(str(key)), *_))) if (
            before := state_path(base, root)
        ) is not None:
            return _joined(before, key)
        case _:
            return None


def _joined(before: str, step: object) -> str:
    return f"{before}.{step}" if before and not str(step).startswith("[") else f"{before}{step}"
