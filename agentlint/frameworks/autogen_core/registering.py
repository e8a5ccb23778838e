"""Which agents a runtime has: each type that is registered, with the class and the object behind it.

Read from autogen-core 0.7.5, `_base_agent.py` (`register`, `register_instance`), `_closure_agent.py`
(`register_closure`) and `_agent_runtime.py` (`register_factory`).
"""

from collections.abc import Iterator
from dataclasses import dataclass

from agentlint.evaluate import Machine
from agentlint.evaluate.inheritance import foreign
from agentlint.evaluate.making import make
from agentlint.evaluate.values import (
    NONE,
    TRUE,
    Arguments,
    Class,
    External,
    Instance,
    Member,
    Span,
    Traced,
    Value,
    options,
)
from agentlint.frameworks.autogen_core.vocabulary import PACKAGES, made_as
from agentlint.frameworks.members import text

CALLS = frozenset({"register", "register_instance", "register_closure"})
"""Methods of agents that register them at the runtime that they are given."""
AT_RUNTIME = frozenset({"register", "register_factory", "register_agent_instance"})
"""Methods of a runtime that register an agent."""


@dataclass(frozen=True, slots=True)
class Registration:
    """A type of agents at a runtime. ``agent`` is one of them, ``closure`` the function of an agent that is only one.

    ``made`` is what registering gave, ``how`` the method. ``named``: its name is known, and not just that of its class.
    """

    name: str
    named: bool
    how: str
    agent: Value
    made: Traced
    runtime: Value
    closure: Value | None = None

    @property
    def given(self) -> Arguments:
        """What registering was given."""
        return self.made.created.arguments

    @property
    def span(self) -> Span:
        """Where it is registered."""
        return self.made.created.span

    @property
    def cls(self) -> Class | None:
        """The project class of the agent."""
        return self.agent.cls if isinstance(self.agent, Instance) else None

    @property
    def takes_class_topics(self) -> bool:
        """Whether the subscriptions that decorate the class hold."""
        default = self.how == "register"
        given = self.given.get(None, "skip_class_subscriptions")
        return default if given is None else given != TRUE


def registrations(machine: Machine) -> Iterator[Registration]:
    """All that the project registers, in program order."""
    found = [made for made in machine.traced if isinstance(made.callee, Member | External)]
    for made in sorted(found, key=lambda made: made.created.serial):
        match made.callee:
            case External(qualified) if qualified.rpartition(".")[2] in CALLS:
                base, _, name = qualified.rpartition(".")
                if _is_agent(External(base)):
                    yield _of_agent(machine, made, External(base), name)
            case Member(Class() | Instance() as base, name) if name in CALLS and _is_agent(base):
                yield _of_agent(machine, made, base, name)
            case Member(Traced() as runtime, name) if name in AT_RUNTIME and is_runtime(runtime):
                yield _at_runtime(machine, made, runtime, name)


def is_runtime(value: Value) -> bool:
    """Whether a value is a runtime that the project makes."""
    return made_as(value).endswith("Runtime")


def _is_agent(base: Value) -> bool:
    match base:
        case Class():
            return any(name.partition(".")[0] in PACKAGES for name in foreign(base))
        case Instance(cls=cls):
            return _is_agent(cls)
        case External(name):
            return name.partition(".")[0] in PACKAGES and name.endswith("Agent")
        case _:
            return False


def _of_agent(machine: Machine, made: Traced, base: Value, how: str) -> Registration:
    given, span = made.created.arguments, made.created.span
    runtime = given.get(0, "runtime") or NONE
    match how:
        case "register_instance":
            name, agent, closure = agent_type(given.get(1, "agent_id")), base, None
        case "register_closure":
            name, agent, closure = agent_type(given.get(1, "type")), base, given.get(2, "closure")
        case _:
            name, closure = agent_type(given.get(1, "type")), None
            agent = _agent(machine, given.get(2, "factory"), base, span)
    return Registration(name or _called(agent), name is not None, how, agent, made, runtime, closure)


def _at_runtime(machine: Machine, made: Traced, runtime: Value, how: str) -> Registration:
    given, span = made.created.arguments, made.created.span
    if how == "register_agent_instance":
        name, agent = agent_type(given.get(1, "agent_id")), given.get(0, "agent_instance") or NONE
    else:
        name = agent_type(given.get(0, "type"))
        expected = given.get(2, "expected_class") if how == "register_factory" else None
        agent = _agent(machine, given.get(1, "agent_factory"), expected or NONE, span)
    return Registration(name or _called(agent), name is not None, how, agent, made, runtime)


def _agent(machine: Machine, factory: Value | None, cls: Value, span: Span) -> Value:
    """An agent as its factory makes it; else one of its class, of which nobody knows how it is made."""
    for option, _ in options(make(machine, factory, span)) if factory is not None else ():
        if isinstance(option, Instance) or made_as(option):
            return option
    return make(machine, cls, span) if isinstance(cls, Class) else cls


def agent_type(value: Value | None) -> str | None:
    """The type of agents that a value names: a text, an `AgentType`, an `AgentId`, what registering gave."""
    match value:
        case None:
            return None
        case Member(base, "type"):
            return agent_type(base)
        case Traced(callee=Member(base, how)) if how in AT_RUNTIME and is_runtime(base):
            return agent_type(value.created.arguments.get(int(how == "register_agent_instance"), "type", "agent_id"))
        case Traced(callee=Member(_, how)) if how in CALLS:
            return agent_type(value.created.arguments.get(1, "type", "agent_id"))
        case Traced(callee=External(qualified)) if qualified.rpartition(".")[2] in CALLS:
            return agent_type(value.created.arguments.get(1, "type", "agent_id"))
        case Traced() if made_as(value) in ("AgentType", "AgentId"):
            return agent_type(value.created.arguments.get(0, "type"))
        case _:
            return text(value)


def _called(agent: Value) -> str:
    match agent:
        case Instance(cls=cls) | (Class() as cls):
            return cls.name
        case External(name):
            return name.rpartition(".")[2]
        case Traced(callee=External(name)):
            return name.rpartition(".")[2]
        case _:
            return "agent"
