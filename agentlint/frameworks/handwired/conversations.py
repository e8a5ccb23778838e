"""Lists of messages that a model is asked with again and again: each is somebody, though all are asked alike."""

from collections.abc import Callable, Collection, Iterable

from agentlint.evaluate.values import Sequence, Value
from agentlint.frameworks.handwired.asking import Asked


class Conversations:
    """The lists of messages that models were asked with in a run so far, and whose answers came into which."""

    def __init__(self) -> None:
        self._of: dict[int, Sequence] = {}

    def heard(self, call: Asked, takes: Collection[int], answers: Callable[[Value], Collection[int]]) -> frozenset[int]:
        """The calls whose answers come into the list of a call that goes on, and are in the lists of others, too."""
        own = _list(call)
        if self.known(call) is None:
            return frozenset()
        others = {index: one for index, one in self._of.items() if index in takes and one is not own}
        inside = {id(one): answers(one) for one in {id(one): one for one in others.values()}.values()}
        return frozenset(index for index, one in others.items() if index in inside[id(one)])

    def known(self, call: Asked) -> int | None:
        """The first call that was made with the same list, if one was."""
        own = _list(call)
        return next((first for first, one in self._of.items() if one is own), None)

    def note(self, index: int, call: Asked) -> int:
        """Remember with which list a call was made; gives the first call that was made with the same one."""
        first = self.known(call)
        if (own := _list(call)) is not None:
            self._of[index] = own
        return index if first is None else first


def mutual(heard: Iterable[tuple[int, Collection[int]]]) -> bool:
    """Whether two of some conversations hear each other."""
    pairs = {(one, other) for one, others in heard for other in others}
    return any((other, one) in pairs for one, other in pairs)


def _list(call: Asked) -> Sequence | None:
    lists = [value for value in call.prompt if isinstance(value, Sequence) and value.kind == "list"]
    return lists[0] if len(lists) == 1 else None
