"""The names of AutoGen, read from autogen-agentchat, autogen-core and autogen-ext 0.4.0 to 0.7.5."""

PACKAGES = ("autogen_agentchat", "autogen_core", "autogen_ext")

CUSTOM = "BaseGroupChat"
"""The class that teams of a project's own derive from."""

TEAMS = frozenset(
    {"RoundRobinGroupChat", "SelectorGroupChat", "Swarm", "GraphFlow", "MagenticOneGroupChat", "MagenticOne", CUSTOM}
)
"""Classes of teams. Without a name of its own a team is called like its class (`DEFAULT_NAME`)."""

TOOLS = frozenset({"AgentTool", "TeamTool"})
"""Classes that make a tool of an agent or of a team."""

AGENTS = frozenset({"AssistantAgent"})
"""Classes of agents that Python may run one after the other, without a team."""

RUNS = frozenset({"run", "run_stream"})

SPEAKS = RUNS | {"on_messages", "on_messages_stream"}
"""Methods by which an agent or a team is made to answer."""

ANEW = frozenset({"reset", "load_state"})
"""Methods of a team after which it goes on with another conversation."""

EDGES = frozenset({"add_node", "add_edge", "add_conditional_edges", "set_entry_point"})
"""Methods of a `DiGraphBuilder` that return it."""

GRAPH_MODULES = (
    "autogen_agentchat.teams", "autogen_agentchat.teams._group_chat._graph",
    "autogen_agentchat.teams._group_chat._graph._graph_builder",
)  # fmt: skip

FLUENT = {f"{module}.DiGraphBuilder": EDGES for module in GRAPH_MODULES}

INSTRUCTIONS = (
    "You are a helpful AI assistant. Solve tasks using your tools. "
    "Reply with TERMINATE when the task has been completed."
)
"""What an `AssistantAgent` is told where it is given no `system_message` (agents/_assistant_agent.py, 0.7.5)."""

DESCRIPTION = "An agent that provides assistance with ability to use tools."
"""What the others are told of an `AssistantAgent` that is given no `description`: of each the same."""
