"""Taking the answer of a second person from a form."""

from flask_wtf import FlaskForm

from forum.accounts.current import current_person
from forum.accounts.pairs.kinds import PairKind
from forum.accounts.pairs.operations import refuse_pair
from forum.accounts.pairs.queries import get_pair_act
from forum.kernel.db import undo
from forum.kernel.web import refusals_shown_in


def refuse_in(form: FlaskForm, kind: PairKind, act_id: int) -> bool:
    """Refuse an act of this kind, or take it back, for the reason in the form.

    False where the form says what is wrong; nothing was changed then. Raises NotFound.
    """
    person = current_person()
    act = get_pair_act(kind, act_id, by=person)
    if form.validate():
        with refusals_shown_in(form):
            refuse_pair(act, by=person, because=form.because.data)
    if form.errors:
        undo()
    return not form.errors
