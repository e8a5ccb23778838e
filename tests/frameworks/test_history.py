"""How much of the conversation a model is given, by what it is asked with; and how much it can take."""

import sys
from pathlib import Path

import pytest

from agentlint.engine import look
from agentlint.frameworks.windows import window
from agentlint.graph.model import History, Orchestration
from tests.source.tree import write

PROGRAM = """
from langchain_core.messages import HumanMessage, RemoveMessage, SystemMessage, get_buffer_string, trim_messages
from langchain_core.prompts import ChatPromptTemplate, MessagesPlaceholder
from langchain_openai import ChatOpenAI
from langgraph.graph import START, MessagesState, StateGraph
from langgraph.types import Send
from elsewhere import compress

model = ChatOpenAI(model="gpt-4o")
chat = ChatPromptTemplate.from_messages([("system", "Be kind."), MessagesPlaceholder("messages")]) | model
question = ChatPromptTemplate.from_messages([("user", "{question}")]) | model
short = trim_messages(max_tokens=4000, token_counter=len) | model


class State(MessagesState):
    question: str
    notes: list[str]


def read(state: State):
    BODY


def fan_out(state: State):
    return [Send("write", {"question": state["question"]})]


def write(state: State):
    return {"notes": [model.invoke("x" * 400 + state["question"])]}


builder = StateGraph(State)
builder.add_node("read", read)
builder.add_node("write", write)
builder.add_edge(START, "read")
builder.add_conditional_edges("read", fan_out)
graph = builder.compile()
"""


def graph(folder: Path, body: str) -> Orchestration:
    text = PROGRAM.replace("BODY", "\n    ".join(body.splitlines()))
    (found,) = look([write(folder, {"example.py": text})]).graphs
    return found


def history(folder: Path, body: str) -> History | None:
    node = graph(folder, body).node("read")
    assert node is not None
    return node.history


@pytest.mark.parametrize(
    "given",
    [
        'state["messages"]',
        '[("system", "x")] + state["messages"]',
        '[SystemMessage("x"), *state.get("messages", [])]',
        'list(state["messages"]) + [HumanMessage(state["question"])]',
        "f\"So far: {get_buffer_string(state['messages'])}\"",
        '"\\n".join(f"{m.type}: {m.content}" for m in state["messages"])',
        '[m for m in state["messages"] if m.type == "human"]',
    ],
)
def test_all_of_it(tmp_path: Path, given: str) -> None:
    assert history(tmp_path, f"return {{'messages': [model.invoke({given})]}}") is History.FULL


@pytest.mark.parametrize(
    "given",
    [
        'state["messages"][-10:]',
        '[("system", "x"), *state["messages"][-1:]]',
        'state["messages"][-1].content',
        'trim_messages(state["messages"], max_tokens=4000, token_counter=len)',
        'compress(state["messages"])',
        "f\"{state['question']} after {len(state['messages'])}\"",
        'state["messages"] if state["question"] else state["messages"][-2:]',
        'next(m.content for m in reversed(state["messages"]) if m.type == "human")',
    ],
)
def test_a_part_of_it(tmp_path: Path, given: str) -> None:
    assert history(tmp_path, f"return {{'messages': [model.invoke({given})]}}") is History.WINDOWED


@pytest.mark.parametrize(
    ("call", "much"),
    [
        ("chat.invoke(state)", History.FULL),
        ('chat.invoke({"messages": state["messages"]})', History.FULL),
        ("question.invoke(state)", History.NONE),
        ('question.invoke({"question": state["question"]})', History.NONE),
        ('short.invoke(state["messages"])', History.WINDOWED),
    ],
)
def test_a_chain_takes_what_its_prompt_asks_for(tmp_path: Path, call: str, much: History) -> None:
    assert history(tmp_path, f"return {{'messages': [{call}]}}") is much


def test_a_dispatch_carries_what_is_sent(tmp_path: Path) -> None:
    (sent,) = [edge for edge in graph(tmp_path, "return {}").edges if edge.target == "write"]
    assert sent.payload is not None
    assert (sent.payload.fields, sent.payload.history, sent.payload.tokens) == (("question",), History.NONE, 100)


def test_an_edge_carries_what_is_written_and_read(tmp_path: Path) -> None:
    (entry,) = [
        edge for edge in graph(tmp_path, "return model.invoke(state['messages'])").edges if edge.target == "read"
    ]
    assert entry.payload is not None
    assert (entry.payload.fields, entry.payload.unbounded) == (("messages",), ("messages",))


@pytest.mark.parametrize("model", ["gpt-4o", "openai:gpt-4o", "openai/gpt-4o"])
def test_a_window_is_known_by_the_name_of_the_model(model: str) -> None:
    pytest.importorskip("genai_prices")
    assert window(model) == 128_000


def test_a_model_that_nobody_knows_has_no_window() -> None:
    assert window(None) is None
    assert window("nobody/knows-this") is None


def test_no_window_is_known_without_the_package(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "genai_prices", None)
    window.cache_clear()
    assert window("gpt-4o") is None
    window.cache_clear()
