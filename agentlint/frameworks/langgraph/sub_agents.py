"""Sub-agents that an agent reaches by its `task` tool: graphs of their own, made where their parent is made.

Read from deepagents 0.7.32: `middleware/subagents.py` (what a spec may say, what is built of it), `graph.py`.
"""

from dataclasses import dataclass

from agentlint.evaluate.values import Const, Instance, Mapping, Traced, Value
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.agent_loop import Agent, wire_agent
from agentlint.frameworks.langgraph.inside import open_inside
from agentlint.frameworks.langgraph.middleware import Middleware, ready_made, stack
from agentlint.frameworks.langgraph.middleware_effects import HUMAN, asks
from agentlint.frameworks.langgraph.names import each, text
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import is_given
from agentlint.frameworks.langgraph.toolset import toolset
from agentlint.graph.state import Persistence


@dataclass(frozen=True, slots=True)
class Spec:
    """What is said of a sub-agent, in a dict or by a call of its type."""

    value: Mapping | Traced | Instance

    def get(self, key: str) -> Value | None:
        """What the spec says under a key; None where it says nothing."""
        match self.value:
            case Mapping():
                found = self.value.cells.get(Const(key))
            case Traced():
                found = self.value.created.arguments.get(None, key)
            case Instance():
                found = self.value.cells.get(key)
        return found if is_given(found) else None

    @property
    def name(self) -> str | None:
        """The name by which the parent calls it."""
        return text(self.get("name"))

    @property
    def is_remote(self) -> bool:
        """Whether it is a graph that runs elsewhere (`AsyncSubAgent`)."""
        return self.get("graph_id") is not None

    @property
    def runnable(self) -> Value | None:
        """The graph that it is, where the project has built it (`CompiledSubAgent`)."""
        return self.get("runnable")


def specs(draft: Draft, value: Value | None) -> list[Spec]:
    """The sub-agents behind a ``subagents`` argument; what is not known is told."""
    found: list[Spec] = []
    for option, _ in each(value) if value is not None else ():
        match option:
            case Mapping() | Instance():
                found.append(Spec(option))
            case Traced() if option.created.arguments.keywords:
                found.append(Spec(option))
            case Const(None):
                continue
            case _:
                draft.unknown(f"which sub-agents there are is not known: {reason(option)}", draft.span)
    return found


@dataclass(frozen=True, slots=True)
class Inherited:
    """What a sub-agent takes from its parent where its spec says nothing."""

    model: Value | None = None
    tools: Value | None = None
    interrupt_on: Value | None = None


def read_delegates(reader: Reader, draft: Draft, middleware: Middleware) -> None:
    """The sub-agents of a `SubAgentMiddleware` that stands among an agent's middleware."""
    if not (middleware.is_a("SubAgentMiddleware") and middleware.made is not None):
        return
    for spec in specs(draft, middleware.made.created.arguments.get(None, "subagents")):
        add_sub_agent(reader, draft, spec, stack(reader, draft, spec.get("middleware")), Inherited())


def add_sub_agent(
    reader: Reader, parent: Draft, spec: Spec, middleware: list[Middleware], inherited: Inherited
) -> None:
    """The graph of a sub-agent: the one that its spec brings, or a `create_agent` as its spec describes it."""
    if spec.runnable is not None:
        _share_memory(reader, spec.runnable)
        return
    draft = open_inside(reader, parent, spec.name or "?", "create_agent")
    interrupt_on = spec.get("interrupt_on") or inherited.interrupt_on
    everyone = list(middleware)
    if interrupt_on is not None:
        everyone.append(ready_made("langchain", HUMAN, parent.span))
        asks(draft, everyone[-1], interrupt_on)
    everyone.append(ready_made("deepagents", "UnsupportedContentMiddleware", parent.span))
    agent = Agent(
        spec.get("model") or inherited.model, toolset(spec.get("tools") or inherited.tools), tuple(everyone),
        spec.get("system_prompt"), spec.get("response_format"),
    )  # fmt: skip
    wire_agent(reader, draft, agent)
    told = {gap.reason for gap in parent.unresolved.values()}
    draft.unresolved = {key: gap for key, gap in draft.unresolved.items() if gap.reason not in told}


def _share_memory(reader: Reader, runnable: Value) -> None:
    """A graph that runs inside a tool resumes by the memory of the graph around it."""
    inner = reader.graph(runnable)
    if inner is not None and inner.persistence is Persistence.ABSENT:
        inner.persistence = Persistence.INHERITED
