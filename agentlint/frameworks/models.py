"""Model clients, whichever library they come from: what calls a language model, and how the client is set up."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from agentlint.evaluate.attributes import mro
from agentlint.evaluate.operators import contents
from agentlint.evaluate.types import members, short
from agentlint.evaluate.values import (
    FALSE,
    Arguments,
    AttributeOf,
    Choice,
    Class,
    Const,
    Event,
    External,
    Function,
    Instance,
    ItemOf,
    Mapping,
    Member,
    Method,
    Parameter,
    ResultOf,
    Sequence,
    Traced,
    Tuple,
    Unknown,
    Value,
    options,
)
from agentlint.graph.effects import Limit

RUNS = frozenset({"invoke", "ainvoke", "stream", "astream", "predict", "apredict", "generate", "agenerate", "batch",
                  "abatch", "create", "acreate", "parse", "completion", "acompletion", "generate_content", "complete",
                  "generate_content_async", "chat", "converse", "invoke_model", "responses", "aresponses",
                  "get_response", "get_streaming_response"})  # fmt: skip
"""Methods that ask a model."""
AGENT_RUNS = frozenset({"run", "run_stream"})
"""Methods of Agent Framework's agents that ask their model."""
CLIENTS = frozenset({"openai", "anthropic", "mistralai", "groq", "ollama", "litellm", "cohere", "together", "xai_sdk"})
"""Packages whose calls ask a model."""
GOOGLE = ("google.generativeai", "google.genai", "vertexai")
ELSEWHERE = frozenset({"files", "embeddings", "images", "audio", "vector_stores", "fine_tuning", "batches", "uploads",
                       "moderations", "threads", "assistants", "containers", "caches", "tunings"})  # fmt: skip
"""Parts of a client that ask no chat model."""
WORDS = ("llm", "model", "chat", "chain", "agent")
TOOLS = ("bind_tools", "bind_functions", "bind")
FREE = frozenset({"auto", "none", False, None})
"""Values of `tool_choice` that leave the choice to the model; any other names a tool, or asks for any of them."""
JSON = "JSON"
"""What an answer is called that is held to JSON, and not to what is in it."""
FORMS = ("response_format", "output_type", "response_schema", "format", "response_mime_type")
"""Arguments that say what form an answer has."""


def called(events: Iterable[Event]) -> Event | None:
    """The first call of a language model among events."""
    return next((event for event in events if asked(event) is not None), None)


def asked(event: Event) -> Value | None:
    """The model that an event asks; None where it asks none."""
    match event.target, event.method:
        case Member(base, name), "__call__":
            pass
        case External(qualified), "__call__":
            outer, _, name = qualified.rpartition(".")
            base = External(outer or name)
        case base, name:
            pass
    return base if asks(base, name) and not _elsewhere(base) else None


def asks(base: Value, name: str) -> bool:
    """Whether a method of a value asks a model."""
    return (name in RUNS and is_model(base)) or (name in AGENT_RUNS and is_agent(base))


def is_agent(value: Value) -> bool:
    """Whether a value is an agent of Agent Framework, which asks its model when it is run."""
    match value:
        case Traced(callee=External(name)):
            return name.startswith("agent_framework") and name.endswith("Agent")
        case Traced(callee=Member(base, "as_agent" | "create_agent")):
            return is_model(base)
        case Choice(alternatives):
            return any(is_agent(option) for option, _ in alternatives)
        case _:
            return False


def _elsewhere(base: Value) -> bool:
    while isinstance(base, Member):
        if base.name in ELSEWHERE:
            return True
        base = base.base
    return isinstance(base, External) and any(part in ELSEWHERE for part in base.name.split("."))


def is_model(value: Value) -> bool:
    """Whether a value is a language model, a chain that ends in one, or a client's method that calls one."""
    match value:
        case Unknown(annotation=kind) if kind is not None and any(_is_client(part) for part in members(kind)):
            return True
        case External(name):
            package, _, rest = name.partition(".")
            last = rest.rpartition(".")[2] or package
            if package.startswith("langchain") or package == "langgraph":
                made = last.startswith(("Chat", "AzureChat", "init_chat_model", "create_"))
                return made or last.endswith(("LLM", "BaseChatModel"))
            named = "llm" in last.lower() or last.endswith("ChatCompletionClient")
            named = named or (package.startswith("agent_framework") and last.endswith("Client"))
            return package in CLIENTS or name.startswith(GOOGLE) or named
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
        case Function(name=name) | Unknown(origin=Parameter(name) | AttributeOf(_, name) | ItemOf(_, Const(str(name)))):
            return any(word in name.lower() for word in WORDS)
        case Method(function, _):
            return is_model(function)
        case Unknown(origin=ResultOf(callee, _)):
            return is_model(callee)
        case _:
            return False


def _is_client(kind: Value) -> bool:
    """Whether a declared type is that of a model client of some library."""
    return isinstance(kind, External) and is_model(kind)


def layers(value: Value) -> Iterator[Traced]:
    """What a model was made by, outermost first: `with_retry`, `bind_tools`, its constructor, the parts of a chain."""
    match value:
        case Traced(callee=Member(base, "__or__" | "pipe")):
            yield value
            for part in reversed(value.created.arguments.positional):
                yield from layers(part)
            yield from layers(base)
        case Traced(callee=Member(base, _)):
            yield value
            yield from layers(base)
        case Traced():
            yield value
        case Member(base, _):
            yield from layers(base)
        case Choice(alternatives):
            for option, _ in alternatives:
                yield from layers(option)


@dataclass(frozen=True, slots=True)
class Schema:
    """A type that a model's answer is held to, with its fields where they are known."""

    name: str
    fields: tuple[str, ...] = ()
    cls: Class | None = None


def schema_of(model: Value, given: Arguments | None = None) -> Schema | None:
    """The type that the answers of a model are held to; None where they are free text."""
    for layer in layers(model):
        if isinstance(layer.callee, Member) and layer.callee.name == "with_structured_output":
            return _schema(layer.created.arguments.get(0, "schema"))
        wanted = _wanted(layer.created.arguments)
        if wanted is not None:
            return _schema(wanted)
        if isinstance(layer.callee, External) and layer.callee.name.endswith("OutputParser"):
            held = layer.created.arguments.get(None, "pydantic_object")
            if held is not None:
                return _schema(held)
    wanted = given.get(None, "response_model", "text_format") or _wanted(given) if given else None
    return _schema(wanted) if wanted is not None and wanted != Const(None) else None


def _wanted(given: Arguments) -> Value | None:
    """What arguments of a client or of a call say of the form of the answer; JSON as such is a form."""
    extra = given.get(None, "model_kwargs", "generation_config", "config", "default_options", "options")
    inner = [extra.cells.get(Const(name)) for name in FORMS] if isinstance(extra, Mapping) else []
    return given.get(None, *FORMS) or next((held for held in inner if held is not None), None)


def _schema(value: Value | None) -> Schema:
    match value:
        case Class():
            return Schema(value.name, _fields(value), value)
        case Mapping():
            held = value.cells.get(Const("properties"))
            keys = [key.value for key, _ in held.known() if isinstance(key, Const)] if isinstance(held, Mapping) else []
            if value.cells.get(Const("type")) == Const("json_object"):
                return Schema(JSON)
            return Schema("schema", tuple(str(key) for key in keys))
        case None:
            return Schema("schema")
        case _:
            cls = next((part for part in members(value) if isinstance(part, Class)), None)
            return Schema(cls.name, _fields(cls), cls) if cls is not None else Schema(short(value) or "schema")


def _fields(cls: Class) -> tuple[str, ...]:
    """The fields of a class, those of its bases first."""
    bases = [base for base in reversed(list(mro(cls))) if isinstance(base, Class)]
    return tuple(dict.fromkeys(name for base in bases for name in base.fields))


def bound_tools(model: Value) -> list[Value]:
    """The tools that a model may call."""
    for layer in layers(model):
        if isinstance(layer.callee, Member) and layer.callee.name in TOOLS:
            held = layer.created.arguments.get(0, "tools", "functions")
            return [part for option, _ in options(held) for part in _each(option)] if held is not None else []
    return []


def _each(value: Value) -> list[Value]:
    match value:
        case Tuple() | Sequence():
            items = contents(value)
            return [*items.entries, *([items.rest] if items.rest is not None else [])]
        case _:
            return [value]


def forced(model: Value) -> bool:
    """Whether the model must call a tool each time that it is asked."""
    choice = _setting(model, "tool_choice")
    return choice is not None and all(
        option.value not in FREE if isinstance(option, Const) else isinstance(option, Mapping)
        for option, _ in options(choice)
    )


def serial(model: Value) -> bool:
    """Whether the model may call no more than one tool at a time."""
    return _setting(model, "parallel_tool_calls") == FALSE


def _setting(model: Value, name: str) -> Value | None:
    """An argument as the outermost layer of a model has it."""
    return next(
        (held for layer in layers(model) if (held := layer.created.arguments.get(None, name)) is not None), None
    )


def client(model: Value) -> Traced | None:
    """The call that makes the client behind a model."""
    made = [layer for layer in layers(model) if isinstance(layer.callee, External) and is_model(layer.callee)]
    return made[-1] if made else None


def timeout(model: Value, given: Arguments) -> Limit:
    """Whether a call of a model ends by itself. SDKs wait for 10 minutes by default, LangChain's clients as they do."""
    for arguments in (given, *(layer.created.arguments for layer in layers(model))):
        held = arguments.get(None, "timeout", "request_timeout", "http_options", "default_request_timeout")
        if held is not None:
            return Limit.ABSENT if held == Const(None) else Limit.SET
        if arguments.rest is not None:
            return Limit.UNKNOWN
    return Limit.DEFAULT if client(model) is not None else Limit.UNKNOWN


def retries(model: Value) -> int | None:
    """How often the client itself tries again, where the source says so."""
    for layer in layers(model):
        held = layer.created.arguments.get(None, "max_retries", "num_retries", "stop_after_attempt")
        if isinstance(held, Const) and isinstance(held.value, int):
            return held.value
    return None


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
