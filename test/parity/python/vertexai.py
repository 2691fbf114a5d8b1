"""Stands for Google's package: LiteLLM looks whether it is there before it asks the Model Garden, and uses nothing of it."""

preview = None
