"""Which class of the framework an object was made of, and with which arguments: by a call, a method, a subclass."""

from dataclasses import dataclass

from agentlint.evaluate.values import Arguments, Class, External, Member, Span, Traced, Value
from agentlint.frameworks.agent_framework.vocabulary import AGENT_MAKERS, BUILDERS, PACKAGES
from agentlint.frameworks.constructions import constructed

EXECUTORS = frozenset({"Executor", "AgentExecutor", "WorkflowExecutor", "FunctionExecutor", "RequestInfoExecutor"})
ORCHESTRATORS = frozenset(
    {"BaseGroupChatOrchestrator", "GroupChatOrchestrator", "AgentBasedGroupChatOrchestrator", "MagenticOrchestrator"}
)


@dataclass(frozen=True, slots=True)
class Construction:
    """``kind`` is the framework's class, or the method that makes it (`as_agent`); ``base`` is what that belongs to.

    ``cls`` is the project class that derives from it, if any.
    """

    kind: str
    given: Arguments
    span: Span
    cls: Class | None = None
    base: Value | None = None

    @property
    def is_executor(self) -> bool:
        """Whether it is a node of a workflow as it is, without a wrapper: those of the ready-made workflows, too."""
        return self.kind in EXECUTORS or self.kind in ORCHESTRATORS or self.kind.startswith("_")

    @property
    def is_agent(self) -> bool:
        """Whether it is an agent of the framework or of one of its providers."""
        return self.kind in AGENT_MAKERS or (self.kind.endswith("Agent") and self.kind not in EXECUTORS)


def construction(value: Value) -> Construction | None:
    """How a value was made; None for what is not made by the framework."""
    match value:
        case Traced(callee=Member(base, name)) if name in AGENT_MAKERS:
            return Construction(name, value.created.arguments, value.created.span, base=base)
        case _:
            made = constructed(value, PACKAGES)
            return Construction(made.kind, made.given, made.span, made.cls) if made is not None else None


def _ours(name: str) -> bool:
    return name.partition(".")[0] in PACKAGES


def decorator(value: Value, name: str) -> tuple[Value, Arguments] | None:
    """What was decorated with a function of the framework, and with which arguments; None for anything else."""
    match value:
        case Traced(callee=External(qualified)) if _is(qualified, name) and value.created.arguments.positional:
            return value.created.arguments.positional[0], Arguments()
        case Traced(callee=Traced(callee=External(qualified)) as outer) if _is(qualified, name):
            inner = value.created.arguments.positional
            return (inner[0], outer.created.arguments) if inner else None
        case _:
            return None


def _is(qualified: str, name: str) -> bool:
    return _ours(qualified) and qualified.rpartition(".")[2] == name


def built(value: Value) -> Traced | None:
    """The builder of a workflow; None for anything else."""
    match value:
        case Traced(callee=Member(Traced() as builder, "build")) if (made := construction(builder)) is not None:
            return builder if made.kind in BUILDERS else None
        case _:
            return None
