"""Lists in code with which a model is asked round after round, and that only grow."""

from agentlint.graph.conversation import Talk
from agentlint.rules.base import Claim


def long_talk(found: Talk, few: int) -> Claim:
    """A list in code, with which a model is asked in each round of a loop."""
    return (
        Claim(
            f"`{found.function.called(found.call.location)}` asks a model with a list that grows in every round",
            label="all of the list goes in, with every answer before",
            help="give the model the last messages only, or a summary in place of the old ones",
            about=found.function,
            at=found.call.location,
            part="messages",
        )
        .labelled(f"this goes round more often than {few} times, or who knows how often", found.loop.location)
        .noted("answers are added to the list, and nothing is taken out of it")
        .noted("each turn costs more than the one before, until the model refuses what is longer than its window")
    )
