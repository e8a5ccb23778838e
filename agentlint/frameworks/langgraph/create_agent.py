"""`create_agent`: the arguments of a call of LangChain's factory (langchain 1.4.7, `agents/factory.py`)."""

from agentlint.evaluate.values import Traced
from agentlint.frameworks.draft import Draft
from agentlint.frameworks.langgraph.agent_loop import Agent, wire_agent
from agentlint.frameworks.langgraph.middleware import stack
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.frameworks.langgraph.settings import Limits, argument, default_bound, settle
from agentlint.frameworks.langgraph.sub_agents import read_delegates
from agentlint.frameworks.langgraph.toolset import toolset

LIMITS: Limits = (((1, 2, 14), 9_999), ((1, 0, 5), 10_000))
"""The `recursion_limit` that the factory sets, by langchain version."""


def read_agent(reader: Reader, draft: Draft, made: Traced) -> None:
    """`create_agent(model, tools, …)`, and the graphs of sub-agents that its middleware makes."""
    given = made.created.arguments
    settle(reader, draft, made)
    default_bound(reader, draft, "langchain", LIMITS)
    tools = given.get(1, "tools")
    middleware = stack(reader, draft, argument(draft, given, "middleware"))
    agent = Agent(
        given.get(0, "model"),
        toolset(tools if tools is not None else given.rest),
        tuple(middleware),
        given.get(None, "system_prompt"),
        argument(draft, given, "response_format"),
    )
    wire_agent(reader, draft, agent)
    for one in middleware:
        read_delegates(reader, draft, one)
