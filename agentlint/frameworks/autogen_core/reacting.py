"""What agents do with the messages that come to them, in the words of the graph."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from agentlint.evaluate import Machine, Outcome, outcomes
from agentlint.evaluate.machine import Raised
from agentlint.evaluate.values import Arguments, Condition, Conditions, Guard
from agentlint.frameworks.autogen_core.messages import Handler
from agentlint.frameworks.autogen_core.sending import Agent, Sent, sent
from agentlint.frameworks.conditions import told
from agentlint.graph.reaction import Emission, Reaction, Way

MOST = 64
"""As many ways through a function are told apart."""


@dataclass(frozen=True, slots=True)
class Handled:
    """A function of an agent that was looked at: what it may send, and the path conditions of the ways to its ends.

    ``ways`` tell for each what is certainly sent on it; there are none where they are not all known.
    """

    agent: Agent
    handler: Handler
    outcomes: tuple[Outcome, ...]
    sent: tuple[Sent, ...]
    ways: tuple[tuple[Conditions, tuple[Sent, ...]], ...]

    @property
    def quiet(self) -> list[Conditions]:
        """The ways on which nothing is sent that anybody takes."""
        return [path for path, messages in self.ways if not any(one.to for one in messages)]

    def reaction(self) -> Reaction:
        """The function as the graph keeps it."""
        return Reaction(
            self.agent.name,
            self.handler.name,
            self.handler.function.span.location if self.handler.function else self.agent.one.span.location,
            self.handler.takes,
            tuple(Way(told(path), tuple(map(_emission, messages))) for path, messages in self.ways),
            tuple(map(_emission, self.sent)),
        )


def _emission(one: Sent) -> Emission:
    to = tuple((agent.name, handler.name) for agent, handler in one.to)
    return Emission(one.message or "", one.span.location, to, not one.unsure)


def handled(machine: Machine, agent: Agent, handler: Handler, agents: tuple[Agent, ...]) -> Handled:
    """Look at what a function of an agent does with a message."""
    found = outcomes(machine, handler.code, Arguments(), agent.one.span)
    messages: list[Sent] = []
    ways: list[tuple[Conditions, tuple[Sent, ...]]] = []
    for outcome in found:
        own = [one for event in outcome.events for one in sent(event, agents, agent)]
        messages += own
        ways += _ways(outcome, own)
    complete = bool(found) and all(outcome.complete for outcome in found) and len(ways) <= MOST
    return Handled(agent, handler, found, tuple(messages), tuple(ways) if complete else ())


def _ways(outcome: Outcome, messages: list[Sent]) -> list[tuple[Conditions, tuple[Sent, ...]]]:
    certain = [one for one in messages if not one.repeated]
    ends = [exit.conditions for exit in outcome.exits] + [
        one.conditions
        for one in outcome.happenings
        if isinstance(one, Raised) and not any(isinstance(around, Guard) for around in one.enclosing)
    ]
    found: list[tuple[Conditions, tuple[Sent, ...]]] = []
    for end in dict.fromkeys(ends):
        for way in _split(end, certain):
            found.append(way)
            if len(found) > MOST:
                return found
    return found


def _split(path: Conditions, messages: list[Sent]) -> Iterator[tuple[Conditions, tuple[Sent, ...]]]:
    """The ways that begin with a path, by all the tests on which it depends what is sent."""
    taken = set(path)
    possible = [one for one in messages if not any(_other(test) in taken for test in one.conditions)]
    tests = (test for one in possible for test in one.conditions if test not in taken)
    test = next(tests, None)
    if test is None:
        yield path, tuple(one for one in possible if set(one.conditions) <= taken)
    else:
        yield from _split((*path, test), possible)
        yield from _split((*path, _other(test)), possible)


def _other(test: Condition) -> Condition:
    return replace(test, holds=not test.holds)


def shared(paths: Iterable[Conditions]) -> Conditions:
    """What holds on all of several paths from their start on."""
    first, *others = [*paths] or [()]
    count = 0
    while count < len(first) and all(path[: count + 1] == first[: count + 1] for path in others):
        count += 1
    return first[:count]
