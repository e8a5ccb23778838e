"""Answers that are kept under what was asked, or under a digest of it: who finds one there asked the same."""

from collections.abc import Iterable

from agentlint.evaluate.values import (
    Builtin,
    Choice,
    Combination,
    Comparison,
    Condition,
    Const,
    External,
    Mapping,
    Member,
    ResultOf,
    Traced,
    Tuple,
    Unknown,
    Value,
)

DIGESTS = ("hashlib.", "hmac.", "xxhash.", "mmh3.", "zlib.crc32", "zlib.adler32", "uuid.uuid3", "uuid.uuid5")
"""Beginnings of the names of functions whose results show nothing of what they are given."""
NAME = 2
"""A text of more words is a sentence, and not the name of something."""


def is_digest(value: Value) -> bool:
    """Whether a value only tells one thing from another."""
    match value:
        case Builtin("hash"):
            return True
        case External(name):
            return name.startswith(DIGESTS)
        case Traced(callee=inner) | Unknown(origin=ResultOf(inner, _)) | Member(inner, _):
            return is_digest(inner)
        case _:
            return False


def is_question(key: Value) -> bool:
    """Whether a key is what is asked, or stands for it: whole sentences with what is put into them, or a digest."""
    return is_digest(key) or (not isinstance(key, Const) and _has_sentence(key))


def _has_sentence(key: Value) -> bool:
    match key:
        case Const(str(text)):
            return len(text.split()) > NAME
        case Tuple(inner) | Unknown(origin=Combination(_, inner)):
            return any(map(_has_sentence, inner))
        case Choice(alternatives):
            return any(_has_sentence(option) for option, _ in alternatives)
        case _:
            return False


def is_search(key: Value, among: Value) -> bool:
    """Whether ``key in among`` asks if the same was asked before, and not if a text holds some words."""
    return is_question(key) and (isinstance(among, Mapping) or isinstance(key, Tuple) or is_digest(key))


def found_again(conditions: Iterable[Condition]) -> bool:
    """Whether something is only there where the same was asked before."""
    return any(condition.holds and _finds(condition.test) for condition in conditions)


def _finds(test: Value) -> bool:
    match test:
        case Unknown(origin=Comparison(key, "in", among)):
            return is_search(key, among)
        case Unknown(origin=Comparison(key, "==", other)):
            return key != other and is_question(key) and is_question(other)
        case Unknown(origin=Combination("and", tests)):
            return any(map(_finds, tests))
        case _:
            return False
