"""Model clients, whichever library they come from: what calls a language model."""

from collections.abc import Iterable

from agentlint.evaluate.values import (
    AttributeOf,
    Choice,
    Const,
    Event,
    External,
    Instance,
    ItemOf,
    Member,
    Parameter,
    ResultOf,
    Traced,
    Unknown,
    Value,
)

CALLS = frozenset({"invoke", "ainvoke", "stream", "astream", "predict", "apredict", "generate", "agenerate", "batch",
                   "abatch", "create", "acreate", "parse", "completion", "acompletion", "generate_content",
                   "chat"})  # fmt: skip
CLIENTS = frozenset({"openai", "anthropic", "mistralai", "groq", "ollama", "litellm", "cohere", "together", "google"})
WORDS = ("llm", "model", "chat", "chain", "agent")


def called(events: Iterable[Event]) -> Event | None:
    """The first call of a language model among events."""
    return next((event for event in events if event.method in CALLS and is_model(event.target)), None)


def is_model(value: Value) -> bool:
    """Whether a value is a language model, a chain that ends in one, or a client's method that calls one."""
    match value:
        case External(name):
            package, _, rest = name.partition(".")
            short = rest.rpartition(".")[2] or package
            if package.startswith("langchain") or package == "langgraph":
                return short.startswith(("Chat", "AzureChat", "init_chat_model", "create_")) or short.endswith("LLM")
            return package in CLIENTS
        case Traced(callee=callee):
            return is_model(callee) or any(
                is_model(part) for part in value.created.arguments.positional[:1] if isinstance(part, Traced)
            )
        case Member(base, _):
            return is_model(base)
        case Instance():
            return any(is_model(base) for base in value.cls.bases)
        case Choice(alternatives):
            return any(is_model(option) for option, _ in alternatives)
        case Unknown(origin=Parameter(name) | AttributeOf(_, name)):
            return any(word in name.lower() for word in WORDS)
        case Unknown(origin=ItemOf(_, Const(str(name)))):
            return any(word in name.lower() for word in WORDS)
        case Unknown(origin=ResultOf(callee, _)):
            return is_model(callee)
        case _:
            return False


def name_of(value: Value | None) -> str | None:
    """The model's name where the source tells it (`openai:gpt-4o`, `ChatOpenAI(model="gpt-4o")`)."""
    match value:
        case Const(str(text)):
            return text
        case Traced(callee=External()):
            given = value.created.arguments
            return name_of(given.get(None, "model", "model_name", "deployment_name", "model_id") or given.get(0))
        case Traced(callee=Member(base, _)):
            return name_of(base)
        case _:
            return None
