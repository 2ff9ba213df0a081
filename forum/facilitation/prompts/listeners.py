"""What recurs about prompts: beginning their threads."""

import logging

from forum.facilitation.prompts.operations import issue_when_due
from forum.facilitation.prompts.queries import list_due
from forum.kernel.clock import now
from forum.kernel.db import db, reading, unit_of_work
from forum.kernel.worker import recurring

log = logging.getLogger(__name__)

MINUTE = 60.0


@recurring(every=MINUTE)
def issue_what_is_due() -> None:
    """Begin the threads of prompts whose moment has come, each in a transaction of its own."""
    with reading():
        prompt_ids = list(list_due(now()))
    for prompt_id in prompt_ids:
        try:
            with unit_of_work():
                issue_when_due(prompt_id)
        except Exception:
            db.session.rollback()
            log.exception("A prompt could not go out")
