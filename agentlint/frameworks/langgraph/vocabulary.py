"""The names of LangGraph, read from langgraph 0.0.20 to 1.2.22, langchain 1.4.7, supervisor 0.0.31, swarm 0.1.0."""

from agentlint.evaluate.values import External, Value

PACKAGES = (
    "langgraph", "langchain", "langchain_core", "langchain_openai", "langchain_community", "langchain_anthropic",
    "langgraph_supervisor", "langgraph_swarm", "deepagents", "langgraph_sdk",
)  # fmt: skip

BUILDERS = frozenset({"StateGraph", "MessageGraph", "Graph"})
MUTATORS = frozenset(
    {"add_node", "add_edge", "add_conditional_edges", "add_sequence", "set_entry_point", "set_finish_point",
     "set_conditional_entry_point", "set_node_defaults", "validate"}
)  # fmt: skip
RUNS = frozenset(
    {
        "invoke",
        "ainvoke",
        "stream",
        "astream",
        "astream_events",
        "stream_events",
        "batch",
        "abatch",
        "transform",
        "astream_log",
    }
)
REBOUND = frozenset({"with_config", "copy", "with_retry", "with_types", "with_fallbacks", "with_listeners", "bind"})

MODULES = ("langgraph.graph", "langgraph.graph.state", "langgraph.graph.message", "langgraph.graph.graph")
BUILDER_FACTORIES = (
    "langgraph_supervisor.create_supervisor", "langgraph_supervisor.supervisor.create_supervisor",
    "langgraph_swarm.create_swarm", "langgraph_swarm.swarm.create_swarm",
    "langgraph_swarm.add_active_agent_router", "langgraph_swarm.swarm.add_active_agent_router",
    "langgraph_bigtool.create_agent", "langgraph_codeact.create_codeact",
    "langgraph_reflection.create_reflection_graph",
)  # fmt: skip
"""Functions of libraries that return a builder: one may go on adding nodes and edges to it."""
FLUENT = dict.fromkeys(
    (*(f"{module}.{builder}" for module in MODULES for builder in BUILDERS), *BUILDER_FACTORIES), MUTATORS
)

CONSTANTS = {"START": "__start__", "END": "__end__"}


def last(value: Value) -> str:
    """The last part of an external name; empty for anything else."""
    return value.name.rpartition(".")[2] if isinstance(value, External) else ""


def is_from(value: Value, *roots: str) -> bool:
    """Whether an external name lies in one of the packages."""
    return isinstance(value, External) and value.name.partition(".")[0] in roots


def is_name(value: Value, *names: str) -> bool:
    """Whether a value is one of LangGraph's names, whichever of its modules it is imported from."""
    return last(value) in names and is_from(
        value, "langgraph", "langchain", "langchain_core", "langgraph_supervisor", "langgraph_swarm", "deepagents"
    )
