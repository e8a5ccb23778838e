"""How much a model takes: known where the extra `models` is installed, from a package that keeps a table of them."""

from functools import lru_cache


@lru_cache(maxsize=256)
def window(model: str | None) -> int | None:
    """The context window of a model in tokens; None where it is not known.

    The provider before a name (`openai:gpt-4o`, `anthropic/claude-3-5-sonnet`) is left out.
    """
    if model is None:
        return None
    try:
        from genai_prices import Usage, calc_price  # slow to load, and not installed everywhere
    except ImportError:
        return None
    name = model.rpartition(":")[2] if ":" in model else model.rpartition("/")[2]
    try:
        return calc_price(Usage(), name).model.context_window
    except LookupError:
        return None
