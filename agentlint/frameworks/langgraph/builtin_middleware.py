"""Middleware that comes with libraries: which hooks each class overrides, and which tools it brings.

Read from langchain 1.4.7 (`agents/middleware/`), deepagents 0.7.32 (`middleware/`), langchain-anthropic 1.7.10,
langchain-openai 1.7.4, langchain-aws 1.9.1 and copilotkit 0.1.96.
"""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class BuiltIn:
    """A middleware class. ``jumps`` says where a hook may go besides its next node.

    ``tag`` is the argument (position and keyword) that stands in brackets in the name of an instance; ``name`` is that
    name where it is not the class's.
    """

    hooks: frozenset[str]
    tools: tuple[str, ...] = ()
    jumps: dict[str, tuple[str, ...]] = field(default_factory=dict)
    tag: tuple[int | None, str] | None = None
    name: str | None = None


def _builtin(
    hooks: str,
    tools: str = "",
    jumps: dict[str, tuple[str, ...]] | None = None,
    tag: tuple[int | None, str] | None = None,
    name: str | None = None,
) -> BuiltIn:
    return BuiltIn(frozenset(hooks.split()), tuple(tools.split()), jumps or {}, tag, name)


END = ("end",)
FILES = "ls read_file write_file edit_file delete glob grep execute"
ASYNC_TASKS = "start_async_task check_async_task update_async_task cancel_async_task list_async_tasks"

LANGCHAIN = {
    "ContextEditingMiddleware": _builtin("wrap_model_call"),
    "FilesystemFileSearchMiddleware": _builtin("", "glob_search grep_search"),
    "HumanInTheLoopMiddleware": _builtin("after_model wrap_tool_call"),
    "LLMToolEmulator": _builtin("wrap_tool_call"),
    "LLMToolSelectorMiddleware": _builtin("wrap_model_call"),
    "ModelCallLimitMiddleware": _builtin("before_model after_model", jumps={"before_model": END}),
    "ModelFallbackMiddleware": _builtin("wrap_model_call"),
    "ModelRetryMiddleware": _builtin("wrap_model_call"),
    "PIIMiddleware": _builtin("before_model after_model", jumps={"before_model": END}, tag=(0, "pii_type")),
    "ProviderToolSearchMiddleware": _builtin("wrap_model_call"),
    "ShellToolMiddleware": _builtin("before_agent after_agent", "shell"),
    "SummarizationMiddleware": _builtin("before_model"),
    "TodoListMiddleware": _builtin("wrap_model_call after_model", "write_todos"),
    "ToolCallLimitMiddleware": _builtin("after_model", jumps={"after_model": END}, tag=(None, "tool_name")),
    "ToolErrorMiddleware": _builtin("wrap_tool_call"),
    "ToolRetryMiddleware": _builtin("wrap_tool_call"),
}
DEEPAGENTS = {
    "AsyncSubAgentMiddleware": _builtin(
        "before_agent before_model after_model wrap_model_call", ASYNC_TASKS, {"after_model": ("model",)}
    ),
    "FilesystemMiddleware": _builtin("wrap_model_call wrap_tool_call", FILES),
    "MemoryMiddleware": _builtin("before_agent wrap_model_call"),
    "PatchToolCallsMiddleware": _builtin("before_agent"),
    "RubricMiddleware": _builtin("before_agent after_agent", jumps={"after_agent": ("model",)}),
    "SkillsMiddleware": _builtin("before_agent before_model wrap_model_call wrap_tool_call"),
    "SubAgentMiddleware": _builtin("wrap_model_call", "task"),
    "SummarizationMiddleware": _builtin("wrap_model_call"),
    "create_summarization_middleware": _builtin("wrap_model_call", name="SummarizationMiddleware"),
    "SummarizationToolMiddleware": _builtin("wrap_model_call", "compact_conversation"),
    "create_summarization_tool_middleware": _builtin(
        "wrap_model_call", "compact_conversation", name="SummarizationToolMiddleware"
    ),
    "UnsupportedContentMiddleware": _builtin("wrap_model_call"),
    "_ParentNotifierMiddleware": _builtin("after_agent wrap_model_call"),
}
ANTHROPIC = {
    "AnthropicPromptCachingMiddleware": _builtin("wrap_model_call"),
    "ClaudeBashToolMiddleware": _builtin("before_agent after_agent wrap_model_call", "bash"),
    "FilesystemClaudeMemoryMiddleware": _builtin("wrap_model_call", "memory"),
    "FilesystemClaudeTextEditorMiddleware": _builtin("wrap_model_call", "str_replace_based_edit_tool"),
    "StateClaudeMemoryMiddleware": _builtin("wrap_model_call", "memory"),
    "StateClaudeTextEditorMiddleware": _builtin("wrap_model_call", "str_replace_based_edit_tool"),
    "StateFileSearchMiddleware": _builtin("", "glob_search grep_search"),
}
OPENAI = {
    "OpenAIAutoModeMiddleware": _builtin("wrap_tool_call"),
    "OpenAIModelRouterMiddleware": _builtin("before_agent wrap_model_call"),
    "OpenAIModerationMiddleware": _builtin("before_model after_model", jumps={"before_model": END, "after_model": END}),
}
AWS = {"BedrockPromptCachingMiddleware": _builtin("wrap_model_call")}
COPILOTKIT = {"CopilotKitMiddleware": _builtin("before_agent after_model after_agent wrap_model_call wrap_tool_call")}

BUILTINS: dict[str, dict[str, BuiltIn]] = {
    "langchain": LANGCHAIN,
    "deepagents": DEEPAGENTS,
    "langchain_anthropic": ANTHROPIC,
    "langchain_openai": OPENAI,
    "langchain_aws": AWS,
    "copilotkit": COPILOTKIT,
}
"""By the package that a class is imported from, then by its name."""


def builtin(qualified: str) -> BuiltIn | None:
    """The built-in middleware of a qualified name; None where it is not one."""
    return BUILTINS.get(qualified.partition(".")[0], {}).get(qualified.rpartition(".")[2])
