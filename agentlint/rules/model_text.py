"""What models are told, and which values are their free text, directly or by way of the state."""

from collections.abc import Iterator

from agentlint.graph.effects import Content, Source, Write
from agentlint.graph.evidence import Location
from agentlint.graph.model import Node, Orchestration


def prompts(node: Node) -> Iterator[str]:
    """The constant texts that the models of a node are asked with."""
    if node.instructions is not None:
        yield node.instructions
    for call in node.effects.models if node.effects is not None else ():
        yield from call.content.texts


def model_text(content: Content, graph: Orchestration) -> tuple[tuple[Node, Write], ...] | None:
    """The writes by which a model's unchecked text came to be ``content``; None where it is no such text.

    Nothing is written where the model is asked at the place itself.
    """
    if _is_free(content):
        return ()
    if set(content.sources) != {Source.STATE} or len(content.paths) != 1:
        return None
    writes = [
        (node, write)
        for node in graph.nodes
        if node.effects is not None
        for write in node.effects.writes
        if write.key == content.paths[0] and not write.checked and _is_free(write.content)
    ]
    return tuple(writes) or None


def written(writes: tuple[tuple[Node, Write], ...]) -> Iterator[tuple[str, Location]]:
    """What a message says of the writes by which a model's text came to a place."""
    for node, write in writes:
        yield f"`{node.name}` writes the model's text to `{write.key}`", write.location


def _is_free(content: Content) -> bool:
    """Whether a model wrote it, and constants at most were put to it."""
    return Source.MODEL in content.sources[:1] and set(content.sources) <= {Source.MODEL, Source.CONSTANT}
