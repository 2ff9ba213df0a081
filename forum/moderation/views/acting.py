"""What an act on a thread is to the page that offers it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from forum.accounts.values import Person
from forum.discussion.models import Thread
from forum.moderation.forms import ReasonForm


def _leave(form: Any, thread: Thread, person: Person) -> None:
    """Leave a form as it is."""


@dataclass(frozen=True, slots=True)
class ThreadAct:
    """One act: its words, its form, how the form is made ready, and what it does."""

    title: str
    button: str
    done: str
    already: str
    do: Callable[[Thread, Any, Person], bool]
    form: type[ReasonForm] = ReasonForm
    prepare: Callable[[Any, Thread, Person], None] = _leave
    begin: Callable[[Thread], dict[str, Any]] = lambda _thread: {}

    def fresh(self, thread: Thread, person: Person) -> ReasonForm:
        """Return the form as it is before anybody types."""
        form = self.form(formdata=None, **self.begin(thread))
        self.prepare(form, thread, person)
        return form
