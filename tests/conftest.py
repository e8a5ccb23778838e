"""Settings that all tests share."""

from hypothesis import settings

settings.register_profile("agentlint", deadline=None, derandomize=True, max_examples=60)
settings.load_profile("agentlint")
