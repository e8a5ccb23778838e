"""Which calls ask a language model, whatever the client: by the path of the method, or by the address."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from agentlint.evaluate.values import (
    Arguments,
    AttributeOf,
    Choice,
    Const,
    ElementOf,
    Event,
    External,
    Function,
    Instance,
    ItemOf,
    Member,
    Parameter,
    ResultOf,
    Traced,
    Unknown,
    Value,
)
from agentlint.evaluate.values import Mapping as Dict
from agentlint.frameworks.graph_runs import TEAM_RUNS, makers
from agentlint.frameworks.handwired.values import texts, within
from agentlint.frameworks.handwired.vocabulary import (
    CLIENT,
    COMMANDS,
    ENDPOINTS,
    FRAMEWORKS,
    MESSAGES,
    METHODS,
    POSTS,
    SESSIONS,
    STARTS,
    SURE,
)
from agentlint.frameworks.models import RUNS
from agentlint.frameworks.outside import is_human
from agentlint.graph.evidence import Location

ASIDE = frozenset({"model", "model_id", "modelId", "temperature", "max_tokens", "timeout", "headers", "stream", "top_p",
                   "api_key", "tools", "functions", "tool_choice", "url", "response_format", "stop", "api_base",
                   "base_url", "api_version", "deployment_id", "engine", "request_timeout", "force_timeout", "top_k",
                   "max_retries", "num_retries", "max_completion_tokens", "max_output_tokens", "frequency_penalty",
                   "presence_penalty", "repetition_penalty", "seed", "logprobs", "extra_headers", "extra_body",
                   "stream_options", "reasoning_effort", "metadata", "callbacks"})  # fmt: skip
"""Arguments of a call that are no part of what the model is told."""

CHAINED = frozenset({"invoke", "ainvoke", "stream", "astream", "predict", "apredict", "predict_messages", "generate",
                     "agenerate", "apredict_messages", "run", "arun", "batch", "abatch"})  # fmt: skip
"""Methods by which LangChain is asked; before 1.0 models and chains are called themselves, too."""


CHAINS = ("from_chain_type", "from_llm")
"""Class methods by which LangChain makes a chain around a model (langchain 0.0 to 0.3, langchain-classic 1.0)."""
TEMPLATES = frozenset({"prompt", "template", "messages", "chain_type_kwargs", "combine_docs_chain_kwargs",
                       "condense_question_prompt"})  # fmt: skip
"""Arguments of templates and chains that hold what the model is told."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A call of a model: ``prompt`` are the values that it is told, ``tools`` what it may call.

    ``sure``: the call is that of a known client; else the names only say so. ``human``: a human is asked
    instead. ``graph`` is the orchestration of a framework that is run instead.
    """

    event: Event
    prompt: tuple[Value, ...]
    tools: Value | None
    sure: bool
    human: bool = False
    graph: str | None = None


def put_to_human(event: Event) -> Asked | None:
    """The event as a question to a human; None where it is none."""
    callee = event.target if event.method == "__call__" else Member(event.target, event.method)
    return Asked(event, tuple(_prompt(event)), None, sure=True, human=True) if is_human(callee) else None


def run_of(event: Event, graphs: Mapping[Location, str]) -> Asked | None:
    """The event as a run of one of the graphs that are constructed at known places; None where it is none."""
    if event.method in TEAM_RUNS or event.method in RUNS:
        for place in (*makers(event.target), event.span.location):
            if place in graphs:
                return Asked(event, tuple(_prompt(event)), None, sure=True, graph=graphs[place])
    return None


def asked(event: Event) -> Asked | None:
    """The event as a call of a model; None where it is none."""
    path = path_of(event.target) if event.method == "__call__" else f"{path_of(event.target)}.{event.method}"
    given = event.arguments
    if _is_foreign(path):
        return None
    if _is_known(path, given):
        return Asked(event, tuple(_prompt(event)), _tools(event), sure=True)
    if _is_posted(path, given):
        sent = Arguments(given.positional[POSTS[path.rpartition(".")[2]] :], given.keywords, given.rest)
        return Asked(event, tuple(prompt(sent)), _tools(event), sure=True)
    if _is_named(path):
        return Asked(event, tuple(_prompt(event)), _tools(event), sure=False)
    return None


def path_of(value: Value, depth: int = 12) -> str:
    """How a callable is reached, as a dotted name; a question mark for what has none."""
    if depth == 0:
        return "?"
    match value:
        case External(name):
            return name
        case Member(base, name) | Unknown(origin=AttributeOf(base, name)):
            return f"{path_of(base, depth - 1)}.{name}"
        case Traced(callee=callee):
            return f"{path_of(callee, depth - 1)}()"
        case Unknown(origin=Parameter(name)):
            return f"?{name}"
        case Unknown(origin=ResultOf(callee, _)):
            return f"{path_of(callee, depth - 1)}()"
        case Unknown(origin=ItemOf(base, _) | ElementOf(base)):
            return f"{path_of(base, depth - 1)}[]"
        case Choice(alternatives):
            found = [path_of(option, depth - 1) for option, _ in alternatives if not isinstance(option, Const)]
            return next((one for one in found if one != "?"), "?")
        case Function(name=name):
            return name
        case Instance(cls=cls):
            return next((base.name for base in cls.bases if isinstance(base, External)), "?")
        case _:
            return "?"


def _is_foreign(path: str) -> bool:
    return any(path.startswith(f"{name}.") for name in FRAMEWORKS)


def _is_known(path: str, given: Arguments) -> bool:
    if path.endswith(SURE):
        return "embedding" not in path.lower() and "image" not in path.lower()
    if path.endswith(MESSAGES):
        return "threads" not in path and given.get(None, "model", "max_tokens", "messages") is not None
    if path in STARTS:
        return COMMANDS.match(" ".join(text for value in given.positional for text in texts(value))) is not None
    method = path.rpartition(".")[2]
    if method == "send_message" or method == "send_message_async":
        return any(name in path for name in SESSIONS)
    base = path.removesuffix("()") if path.endswith("()") else path.rpartition(".")[0]
    if base.startswith("langchain") and (method in CHAINED or path.endswith("()")):
        made = base.removesuffix("()").split("().")[0].rpartition(".")[2]
        return made.startswith(("Chat", "AzureChat", "init_chat_model", "AzureOpenAI", "Ollama", "OpenAI")) or (
            made.endswith(("LLM", "PromptTemplate", "Chain", "_chain", "from_template", "from_messages", *CHAINS))
        )
    if base.startswith("llama_index.") and ".llms." in base:
        return method.endswith(("complete", "chat", "predict"))
    if base.startswith("azure.ai.inference."):
        return method == "complete"
    if base.startswith(("cohere.", "ollama.", "dashscope.", "zhipuai.")):
        return method in ("chat", "generate", "chat_stream")
    return False


def _is_posted(path: str, given: Arguments) -> bool:
    """Whether something is sent to the address of a chat model, or what is sent asks one."""
    if path.rpartition(".")[2] not in POSTS:
        return False
    addresses = [value for value in (given.get(0, "url"), given.get(1)) if value is not None]
    said = [text for address in addresses for text in texts(address)]
    if any(text.rstrip("/").endswith(ENDPOINTS) or "generateContent" in text for text in said):
        return True
    return _is_chat(given.get(1, "json", "data", "content", "body"))


def _is_chat(body: Value | None) -> bool:
    """Whether what is posted names a model and what it is told, whatever the address is."""
    for part in within(body) if body is not None else ():
        if isinstance(part, Dict):
            keys = {key.value for key in part.cells if isinstance(key, Const)}
            return "model" in keys and not keys.isdisjoint(("messages", "prompt", "input", "contents"))
    return False


def _is_named(path: str) -> bool:
    """Whether the names alone say that a model is asked (`self.llm.generate(…)`, `call_llm(…)` of another package)."""
    base, _, method = path.rpartition(".")
    own = base.rpartition(".")[2].lower().lstrip("?_").removesuffix("()")
    if base and method in METHODS:
        return any(word in own for word in CLIENT) and not base.startswith(("langgraph", "crewai"))
    asks = ("call", "ask", "query", "chat", "generate", "get", "invoke", "prompt", "run")
    name = method.lower().lstrip("?")
    return name.startswith(asks) and any(f"_{word}" in name for word in (*CLIENT, "completion", "chat_response"))


def _prompt(event: Event) -> Iterator[Value]:
    """What is told: the arguments, and what the object that is asked was made with (a template, an instruction)."""
    yield from prompt(event.arguments)
    yield from _before(event.target)


def prompt(given: Arguments) -> Iterator[Value]:
    """What is told with the call itself."""
    yield from given.positional
    yield from (value for name, value in given.keywords if name not in ASIDE)


def _before(value: Value, depth: int = 8) -> Iterator[Value]:
    match value:
        case Member(base, _) if depth:
            yield from _before(base, depth - 1)
        case Traced(callee=callee) if depth:
            given = value.created.arguments
            chained = isinstance(callee, Member) and callee.name in ("__or__", "__ror__", "pipe")
            told = given.get(None, "system_instruction", "system_prompt", "instructions", "config", "history")
            if told is not None:
                yield told
            for part in given.positional if chained else _templates(callee, given):
                yield part
                yield from _before(part, depth - 1)
            if path_of(callee).endswith(("from_template", "from_messages")):
                yield from given.positional
            yield from _before(callee, depth - 1)


def _templates(callee: Value, given: Arguments) -> Iterator[Value]:
    """What a template or a chain of LangChain makes its prompts of."""
    if path_of(callee).endswith(("PromptTemplate", "Chain", "_chain", *CHAINS)):
        yield from given.positional
        yield from (value for name, value in given.keywords if name in TEMPLATES)


def _tools(event: Event) -> Value | None:
    given = event.arguments.get(None, "tools", "functions", "toolConfig")
    if given is not None and given != Const(None):
        return given
    value: Value = event.target
    while True:
        match value:
            case Member(base, _):
                value = base
            case Traced(callee=callee):
                if isinstance(callee, Member) and callee.name in ("bind_tools", "bind_functions"):
                    return value.created.arguments.get(0, "tools", "functions")
                held = value.created.arguments.get(None, "tools")
                if held is not None:
                    return held
                value = callee
            case _:
                return None
