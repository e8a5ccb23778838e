"""Words of model clients, and those of frameworks whose code is not wired by hand.

Read from openai 1.0 to 2.8, anthropic 0.30 to 0.75, google-genai 1.50, google-generativeai 0.8, mistralai 1.9,
boto3 1.40, litellm 1.80, ollama 0.6, groq 0.33, together 1.5, cohere 5.20, huggingface-hub 1.1, langchain-core 1.1.
"""

import re

CLIENTS = ("openai", "anthropic", "google.generativeai", "google.genai", "google import genai", "vertexai", "mistralai",
           "boto3", "litellm", "ollama", "groq", "together", "cohere", "huggingface_hub", "langchain", "zhipuai",
           "dashscope", "replicate", "xai_sdk", "llama_index", "llama_cpp", "cerebras", "fireworks", "aisuite",
           "azure.ai.inference", "g4f", "llm.get_model")  # fmt: skip
"""What a module that makes a model client names, in its imports or anywhere."""
ENDPOINTS = ("/chat/completions", "/completions", "/api/chat", "/api/generate", "/v1/messages", "generateContent",
             "/v1/responses", "/invoke-model", "/converse")  # fmt: skip
"""Ends of addresses at which a chat model answers over HTTP."""
FRAMEWORKS = frozenset({"langgraph", "autogen", "autogen_agentchat", "autogen_core", "autogen_ext", "ag2", "crewai",
                        "agents", "google.adk", "pydantic_ai", "smolagents", "semantic_kernel",
                        "agent_framework", "dspy", "haystack", "camel", "metagpt", "agno", "phi", "strands", "swarms",
                        "swarm", "deepagents", "langchain.agents", "langgraph_supervisor", "langgraph_swarm",
                        "llama_agents", "llama_index.agent", "llama_index.core.agent", "llama_index.core.workflow",
                        "controlflow", "praisonaiagents", "letta", "griptape", "marvin",
                        "beeai_framework", "mcp_agent", "prefect", "burr", "langroid", "atomic_agents", "upsonic",
                        "qwen_agent", "agentscope", "lagent", "claude_agent_sdk", "browser_use"})  # fmt: skip
"""Packages that wire agents by themselves: what imports one is not wired by hand."""

BODIES = ('"messages"', "'messages'", '"prompt"', "'prompt'")
"""What a module names that writes the body of a request to a chat model itself; the address may be configuration."""

SURE = (".chat.completions.create", ".chat.completions.parse", ".chat.completions.stream", ".completions.create",
        ".responses.create", ".responses.parse", ".responses.stream", "ChatCompletion.create", "ChatCompletion.acreate",
        "Completion.create", ".generate_content", ".generate_content_async", ".generate_content_stream",
        "litellm.completion", "litellm.acompletion", "litellm.responses", "ollama.chat", "ollama.generate",
        ".chat.complete", ".chat.complete_async", ".chat.stream", ".chat_completion", ".text_generation",
        ".create_chat_completion", "generativeai.chat", "generativeai.generate_text", "Generation.call",
        "llm.get_model().prompt", "llm.get_async_model().prompt", "().conversation().prompt",
        "replicate.run", ".invoke_model", ".converse", ".converse_stream",
        ".invoke_model_with_response_stream")  # fmt: skip
"""Ends of the paths by which a client is asked, whatever the client is."""
MESSAGES = (".messages.create", ".messages.stream", ".messages.parse")
"""The same for a method that other libraries have, too: here the model is named."""
SESSIONS = ("start_chat", "create_chat", "chats.create")
"""What gives a session that is asked by `send_message`."""
POSTS = {"post": 1, "request": 2, "stream": 2, "urlopen": 0}
"""Functions that send something to an address, or to that of a request that was made before: how many arguments are
before what is sent."""

COMMANDS = re.compile(r"ollama run\b|codex exec\b|(claude|gemini)( .*)? (-p|--print|--prompt)\b|llm (prompt|-[ms])\b")
"""How command lines begin that ask a model with what follows, or with what the program is given to read."""
STARTS = ("subprocess.run", "subprocess.check_output", "subprocess.Popen", "asyncio.create_subprocess_exec")
"""Functions that start a program."""
STARTED = tuple(f"[{quote}{name}{quote}" for name in ("ollama", "codex", "claude", "gemini", "llm") for quote in "\"'")
"""How a command line begins in a module that asks a model by a program."""

WORDS = frozenset({"completions", "ChatCompletion", "generate_content", "generate_content_async",
                   "generate_content_stream", "completion", "acompletion", "chat_completion", "text_generation",
                   "create_chat_completion", "invoke_model", "converse", "converse_stream", "OpenAI", "AsyncOpenAI",
                   "AzureOpenAI", "AsyncAzureOpenAI", "Anthropic", "AsyncAnthropic", "AnthropicBedrock", "Mistral",
                   "MistralClient", "Groq", "AsyncGroq", "Together", "GenerativeModel", "genai", "ollama", "litellm",
                   "openai", "anthropic", "boto3", "InferenceClient", "Llama", "ZhipuAI", "dashscope", "replicate",
                   "cohere", "Cerebras", "ChatOpenAI", "ChatAnthropic", "AzureChatOpenAI", "ChatGoogleGenerativeAI",
                   "ChatOllama", "ChatGroq", "ChatBedrock", "ChatMistralAI", "ChatVertexAI", "init_chat_model",
                   "OllamaLLM", "LiteLLM", "ChatCohere", "ChatDeepSeek", "post", "urlopen", "subprocess",
                   "ChatCompletionsClient", "get_model", "aisuite"})  # fmt: skip
"""Names that code mentions where it makes a model client or asks one."""

METHODS = frozenset({"invoke", "ainvoke", "stream", "astream", "predict", "apredict", "generate", "agenerate", "chat",
                     "achat", "complete", "acomplete", "completion", "acompletion", "ask", "query", "call",
                     "generate_text", "generate_response", "chat_completion", "get_response", "get_completion",
                     "send_message", "generate_json", "run", "batch", "abatch"})  # fmt: skip
"""Methods that ask a model where the object is called one."""
CLIENT = ("llm", "openai", "anthropic", "claude", "gpt", "gemini", "ollama", "groq", "mistral", "bedrock", "chat_model",
          "language_model", "chatmodel")  # fmt: skip
"""What the names of model clients hold."""
GIVEN = ("client", "model", "chat", "api", "ai", "provider")
"""Names of parameters that may be model clients."""
