"""What happened to prompts: ids and plain facts only."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptPlanned:
    """A facilitator has planned a thread."""

    prompt_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptHeld:
    """Somebody holds a prompt, so that it does not go out."""

    prompt_id: int
    by_id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptIssued:
    """A machine has begun the thread of a prompt, as its author; ThreadStarted came before."""

    prompt_id: int
    thread_id: int
