"""Prompts: threads that facilitators plan, once or again and again."""
