"""Agents as nodes of a graph around them: what supervisors and swarms have in common."""

from agentlint.evaluate.values import Value
from agentlint.frameworks.draft import Draft, reason
from agentlint.frameworks.langgraph.names import each, inferred
from agentlint.frameworks.langgraph.reader import Reader
from agentlint.graph.model import NodeKind


def add_agents(reader: Reader, draft: Draft, agents: Value | None) -> list[str]:
    """Add the agents of a list as nodes under their own names; what is not known is told."""
    names: list[str] = []
    for agent, _ in each(agents) if agents is not None else ():
        name = inferred(agent)
        if name is None:
            draft.unknown(f"the name of an agent is not known: {reason(agent)}", draft.span)
            draft.open_nodes = True
            continue
        names.append(name)
        inner = reader.graph(agent)
        if inner is None:
            draft.node(name, NodeKind.AGENT, draft.span)
            continue
        draft.subgraphs[name] = inner
        kind = NodeKind.AGENT if inner.prebuilt else NodeKind.SUBGRAPH
        told = next((node.instructions for node in inner.nodes.values() if node.instructions), None)
        draft.node(
            name, kind, draft.span, subgraph=inner.name, defined_at=inner.span.location,
            output_contract=inner.contract, instructions=told,
        )  # fmt: skip
    return names
