"""The names of classic AutoGen and AG2.

Read from autogen-agentchat 0.2.40 and ag2 0.9.9 (module `autogen`), autogen 0.14.1, and ag2 1.2.1 (module `ag2`).
"""

PACKAGES = ("autogen", "pyautogen", "ag2")

DISTRIBUTIONS = ("ag2", "autogen", "pyautogen", "autogen-agentchat")
"""What a project may require in order to get one of the packages."""

CHATS = frozenset({"initiate_chat", "a_initiate_chat"})
SOLOS = frozenset({"run", "a_run", "run_iter", "a_run_iter"})
"""Methods of an agent that begin a chat of two, with somebody else or with a user of their own (AG2, since 0.8)."""
QUEUES = frozenset({"initiate_chats", "a_initiate_chats", "sequential_run", "a_sequential_run"})
NESTED = "register_nested_chats"
GROUPS = frozenset({"initiate_group_chat", "a_initiate_group_chat", "run_group_chat", "a_run_group_chat",
                    "run_group_chat_iter", "a_run_group_chat_iter"})  # fmt: skip
SWARMS = frozenset({"initiate_swarm_chat", "a_initiate_swarm_chat", "run_swarm", "a_run_swarm"})

OWN_RUNS = frozenset({"Agent", "RealtimeAgent"})
"""Classes of agents whose `run` begins no chat: those of AG2 1.x, and those that listen to a stream of speech."""

REPLIES_ALONE = frozenset({"generate_reply", "a_generate_reply"})
SPEAKS = REPLIES_ALONE | {"ask", "run"}
"""Methods by which an agent gives one answer; `ask` and `run` since 1.0."""

TALKERS = frozenset({"ConversableAgent", "OpenAIConfig", "OpenAIResponsesConfig", "AnthropicConfig", "GeminiConfig",
                     "OllamaConfig"})  # fmt: skip
"""Who may begin a chat by methods whose names say nothing, and configurations of models that others are made with."""

WORDS = CHATS | QUEUES | GROUPS | SWARMS | TALKERS | {NESTED, "GroupChat", "TransitionGraph"}

MANAGER_NAME = "chat_manager"
"""What a `GroupChatManager` without a name is called (agentchat/groupchat.py, 0.2.40)."""

NAMES = {
    "GroupChatManager": "chat_manager",
    "RetrieveUserProxyAgent": "RetrieveChatAgent",
    "QdrantRetrieveUserProxyAgent": "RetrieveChatAgent",
    "MathUserProxyAgent": "MathChatAgent",
    "DocAgent": "DocAgent",
}
"""What agents of a class are called by default (agentchat/contrib/, 0.2.40)."""

PROXIES = frozenset({"UserProxyAgent", "RetrieveUserProxyAgent", "QdrantRetrieveUserProxyAgent", "MathUserProxyAgent"})
"""Classes of agents without a model, which ask the human each time (`human_input_mode="ALWAYS"`) by default."""

SELF_ENDING = frozenset({"RetrieveUserProxyAgent", "QdrantRetrieveUserProxyAgent", "MathUserProxyAgent"})
"""Classes whose own `is_termination_msg` looks at what an answer is, where none is given."""

QUIET = frozenset(
    {"AssistantAgent", "MathUserProxyAgent", "GPTAssistantAgent", "RetrieveAssistantAgent", "SocietyOfMindAgent",
     "CaptainAgent", "GroupChatManager", "LLaVAAgent", "WebSurferAgent", "DocAgent", "ReasoningAgent",
     "DeepResearchAgent", "Agent"}
)  # fmt: skip
"""Classes of agents that never ask a human by default (`human_input_mode="NEVER"`)."""

INSTRUCTIONS = 'You are a helpful AI assistant. … Reply "TERMINATE" in the end when everything is done.'
"""The end of what an `AssistantAgent` is told where it is given no `system_message` (agentchat/assistant_agent.py)."""

PLAIN = "You are a helpful AI Assistant."
"""What a `ConversableAgent` is told where it is given no `system_message` (agentchat/conversable_agent.py)."""

WORD = "TERMINATE"
"""The message at which an agent ends a conversation where it is given no `is_termination_msg`: this and no more."""

REPLIES = 100
"""How often an agent replies in a row by default (`MAX_CONSECUTIVE_AUTO_REPLY`, agentchat/conversable_agent.py)."""

ROUNDS = 10
"""The default of ``max_round`` of a `GroupChat` (agentchat/groupchat.py)."""

RETRIES = 2
"""The default of ``max_retries_for_selecting_speaker`` (agentchat/groupchat.py)."""

USER = "user"
"""What the partner is called that an agent makes itself for a chat (`run` in agentchat/conversable_agent.py, 0.9.9)."""

PATTERN_ROUNDS = 20
"""The default of ``max_rounds`` of `initiate_group_chat` and of swarms (group/multi_agent_chat.py, 0.9.9)."""
