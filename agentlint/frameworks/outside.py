"""Calls that leave the process, and those that ask a human: by the qualified names of the libraries."""

from agentlint.evaluate.values import (
    Arguments,
    Builtin,
    Choice,
    Const,
    External,
    Items,
    Member,
    Sequence,
    Traced,
    Tuple,
    Value,
)
from agentlint.graph.effects import Limit, Reach

HTTP = ("requests.", "httpx.", "aiohttp.", "urllib.request.", "urllib3.")
VERBS = frozenset({"get", "post", "put", "patch", "delete", "head", "options", "request", "send", "stream", "urlopen"})
CHANGING = frozenset({"post", "put", "patch", "delete", "write", "write_text", "write_bytes", "unlink", "rmtree",
                      "remove", "commit", "insert", "insert_one", "insert_many", "update_one", "update_many",
                      "delete_one", "sendmail", "send_message", "send_email", "publish", "add_documents", "upsert",
                      "charge", "refund"})  # fmt: skip
REPEATABLE = frozenset({"put", "delete", "write_text", "write_bytes", "unlink", "rmtree", "remove", "update_one",
                        "update_many", "delete_one", "upsert"})  # fmt: skip
"""Changes that leave things as they are when they are made again."""
PROCESS = ("subprocess.", "os.system", "os.popen", "asyncio.create_subprocess")
DATABASE = ("sqlite3.", "psycopg", "sqlalchemy.", "pymongo.", "redis.", "asyncpg.", "mysql.", "motor.", "duckdb.")
DATABASE_CALLS = frozenset({"execute", "executemany", "fetchall", "find", "find_one", "scalars", "query",
                            "commit"}) | (CHANGING - {"write"})  # fmt: skip
MESSAGE = ("smtplib.", "slack_sdk.", "twilio.", "sendgrid.", "boto3.")
LOADERS = ("langchain_community.", "langchain_tavily.", "tavily.", "langchain_google_community.", "duckduckgo_search.",
           "ddgs.", "serpapi.", "wikipedia.", "arxiv.", "yfinance.", "firecrawl.", "exa_py.")  # fmt: skip
LOADING = frozenset({"run", "invoke", "ainvoke", "arun", "search", "load", "results", "scrape_url", "text", "summary",
                     "get_contents", "lazy_load", "get_relevant_documents"})  # fmt: skip
HUMAN = frozenset({"langgraph.types.interrupt", "builtins.input", "click.prompt", "click.confirm", "typer.prompt",
                   "typer.confirm", "rich.prompt.Prompt.ask", "rich.prompt.Confirm.ask",
                   "rich.prompt.IntPrompt.ask"})  # fmt: skip
INTERRUPTS = ("GraphInterrupt", "GraphBubbleUp")
"""What an interrupt raises, and what that is a kind of (langgraph/errors.py, 1.2)."""
UNTIMED = frozenset({"requests", "urllib", "urllib3"})
"""Packages whose calls wait for ever unless told otherwise (requests 2.32; httpx waits 5 s, aiohttp 300 s)."""


def is_human(callee: Value) -> bool:
    """Whether calling a value asks a human."""
    return callee == Builtin("input") or (
        isinstance(callee, External) and (callee.name in HUMAN or callee.name.endswith(".interrupt"))
    )


def name_of(callee: Value) -> str | None:
    """How a reader knows a callable: `requests.get`, `requests.Session().get`."""
    match callee:
        case External(name) | Builtin(name):
            return name.removeprefix("builtins.")
        case Member(base, name) if (before := name_of(base)) is not None:
            return f"{before}.{name}"
        case Traced(callee=made) if (before := name_of(made)) is not None:
            return f"{before}()"
        case Choice(alternatives):
            return next((found for option, _ in alternatives if (found := name_of(option))), None)
        case _:
            return None


def reach(callee: Value) -> Reach | None:
    """What kind of thing outside the process a call reaches; None where it stays inside."""
    name = name_of(callee)
    if name is None:
        return None
    last = name.removesuffix("()").rpartition(".")[2]
    if name.startswith(HTTP):
        answered = any(part.rpartition(".")[2] in VERBS for part in name.split("().")[:-1])
        return Reach.HTTP if last in VERBS and not answered else None
    if name.startswith(PROCESS):
        return Reach.PROCESS if "()." not in name else None
    if name.startswith(DATABASE):
        return Reach.DATABASE if last in DATABASE_CALLS else None
    if name.startswith(MESSAGE):
        return Reach.MESSAGE if last in CHANGING | VERBS else None
    if name == "open" or last in ("read_text", "read_bytes", "write_text", "write_bytes", "rmtree", "unlink"):
        return Reach.FILE
    if name.startswith(LOADERS):
        return Reach.OTHER if last in LOADING else None
    return None


def changes(callee: Value, given: Arguments) -> bool:
    """Whether a call changes something outside."""
    name = name_of(callee) or ""
    if name == "open":
        mode = given.get(1, "mode")
        return isinstance(mode, Const) and isinstance(mode.value, str) and any(letter in mode.value for letter in "wax")
    return name.removesuffix("()").rpartition(".")[2] in CHANGING


def repeatable(callee: Value, given: Arguments) -> bool:
    """Whether to make a call twice is to make it once."""
    name = name_of(callee) or ""
    if name == "open":
        mode = given.get(1, "mode")
        return isinstance(mode, Const) and isinstance(mode.value, str) and "a" not in mode.value
    return name.removesuffix("()").rpartition(".")[2] in REPEATABLE


def limit(callee: Value, given: Arguments) -> Limit:
    """Whether a call over the network or of a process ends by itself."""
    held = given.get(None, "timeout", "timeout_s", "timeout_seconds")
    if held is not None:
        return Limit.ABSENT if held == Const(None) else Limit.SET
    if given.rest is not None:
        return Limit.UNKNOWN
    client = _client(callee)
    kept = client.created.arguments.get(None, "timeout") if client is not None else None
    if kept is not None:
        return Limit.ABSENT if kept == Const(None) else Limit.SET
    name = name_of(callee) or ""
    package = name.partition(".")[0]
    if package in UNTIMED:
        return Limit.ABSENT
    if name.startswith(("subprocess.run", "subprocess.check", "subprocess.call")):
        return Limit.UNKNOWN if _is_fixed(given.get(0, "args")) else Limit.ABSENT
    return Limit.DEFAULT if package in ("httpx", "aiohttp") else Limit.UNKNOWN


def _is_fixed(command: Value | None) -> bool:
    """Whether a command is written in the source: who wrote it knows how long it takes."""
    match command:
        case Const() | External():
            return True
        case Tuple(items) | Sequence(cells={"items": Items(items, None)}):
            return all(map(_is_fixed, items))
        case _:
            return False


def _client(callee: Value) -> Traced | None:
    match callee:
        case Member(Traced() as base, _):
            return base
        case _:
            return None
