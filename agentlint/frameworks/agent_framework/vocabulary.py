"""The names of Agent Framework, read from agent-framework-core 1.0.0b251001 to 1.23.0 and its orchestrations 1.4.0."""

PACKAGES = (
    "agent_framework", "agent_framework_orchestrations", "agent_framework_a2a", "agent_framework_ag_ui",
    "agent_framework_anthropic", "agent_framework_azure", "agent_framework_azure_ai", "agent_framework_bedrock",
    "agent_framework_chatkit", "agent_framework_claude", "agent_framework_copilotstudio", "agent_framework_declarative",
    "agent_framework_devui", "agent_framework_foundry", "agent_framework_foundry_local", "agent_framework_gemini",
    "agent_framework_github_copilot", "agent_framework_hosting", "agent_framework_lab", "agent_framework_mistral",
    "agent_framework_ollama", "agent_framework_openai",
)  # fmt: skip

BUILDERS = frozenset(
    {"WorkflowBuilder", "SequentialBuilder", "ConcurrentBuilder", "HandoffBuilder", "GroupChatBuilder",
     "MagenticBuilder"}
)  # fmt: skip
"""Classes whose `build` makes a workflow. They moved from `agent_framework` to `agent_framework.orchestrations`."""

AGENT_MAKERS = frozenset({"as_agent", "create_agent", "get_agent"})
"""Methods of clients and providers that make an agent (`create_agent` before 1.0)."""

CLIENTS = frozenset(
    {"FoundryChatClient", "OpenAIChatClient", "OpenAIResponsesClient", "OpenAIAssistantsClient",
     "OpenAIChatCompletionClient", "AzureOpenAIChatClient", "AzureOpenAIResponsesClient",
     "AzureOpenAIAssistantsClient", "AzureAIAgentClient", "AzureAIClient", "AnthropicClient", "OllamaChatClient",
     "FoundryLocalClient", "BedrockChatClient", "GeminiChatClient", "FoundryAgent"}
)  # fmt: skip
"""Clients of models, from which agents are made that Python may run one after the other."""

AGENT_RUNS = frozenset({"run", "run_stream"})

RUNS = frozenset({"run", "run_stream", "run_streaming", "send_responses", "send_responses_streaming",
                  "run_from_checkpoint", "run_stream_from_checkpoint"})  # fmt: skip
"""Methods that run a workflow. Before 1.0 answers and checkpoints had methods of their own."""

WIRING = frozenset(
    {"add_edge", "add_fan_out_edges", "add_fan_in_edges", "add_switch_case_edge_group",
     "add_multi_selection_edge_group", "add_chain", "set_start_executor", "set_max_iterations", "with_checkpointing",
     "register_executor", "register_agent", "add_agent"}
)  # fmt: skip

SETTINGS = frozenset(
    {"participants", "register_participants", "participant_factories", "with_checkpointing", "with_request_info",
     "with_aggregator", "register_aggregator", "add_handoff", "set_coordinator", "with_start_agent",
     "with_autonomous_mode", "with_interaction_mode", "with_termination_condition", "enable_return_to_previous",
     "auto_register_handoff_tools", "request_prompt", "with_max_rounds", "set_manager", "set_prompt_based_manager",
     "set_select_speakers_func", "select_speakers", "with_select_speaker_func", "with_orchestrator",
     "with_agent_orchestrator", "with_request_handler", "with_plan_review", "with_human_input_on_stall",
     "with_standard_manager", "with_manager", "with_intermediate_outputs", "on_event", "on_exception", "on_result",
     "with_tool_approval"}
)  # fmt: skip
"""Methods of the ready-made builders that return the builder, of all generations."""

MODULES = (
    "agent_framework", "agent_framework.orchestrations", "agent_framework_orchestrations", "agent_framework._workflows",
    "agent_framework._workflows._workflow", "agent_framework._workflows._workflow_builder",
    *(
        f"{package}._{name}"
        for package in ("agent_framework._workflows", "agent_framework_orchestrations")
        for name in ("sequential", "concurrent", "handoff", "group_chat", "magentic")
    ),
)  # fmt: skip
"""Where builders are imported from."""

FLUENT = {
    f"{module}.{name}": WIRING if name == "WorkflowBuilder" else SETTINGS for module in MODULES for name in BUILDERS
}

SUPERSTEPS = 100
"""The default of ``max_iterations`` (`_workflows/_const.py`)."""

TURNS = 50
"""How often an agent of a handoff speaks in a row without a human, by default (`_handoff.py`, 1.4.0)."""

TOOL_ROUNDS = 40
"""How often an agent is asked again with the results of its tools, by default (`_tools.py`, 1.23.0)."""
