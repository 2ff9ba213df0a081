"""The reason that every act of a facilitator carries."""

from forum.kernel.errors import Invalid

LONGEST = 2000


def need_reason(because: str) -> str:
    """Return the reason tidied up. Raises Invalid when there is none, or a whole essay."""
    because = because.strip()
    if not because:
        raise Invalid("because", "Please give a reason: the members concerned will read it.")
    if len(because) > LONGEST:
        raise Invalid("because", f"Please keep the reason under {LONGEST:,} letters.")
    return because
