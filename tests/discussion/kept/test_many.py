"""Archives of many threads: no circle's category is among what every member reads."""

from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level
from forum.discussion.kept.many import open_categories
from forum.discussion.models import CategoryPermission
from forum.kernel.db import db, unit_of_work
from tests.builders.accounts import make_member
from tests.builders.circles import make_circle, make_own_category
from tests.builders.discussion import make_category


def test_categories_of_circles_are_in_no_archive_of_many_whatever_their_levels(app):
    convener = make_member()
    open_to_all = make_category()
    of_circle = make_own_category(make_circle(convener), convener)
    with unit_of_work():
        everyone = automatic_group(AutomaticGroup.MEMBERS)
        db.session.add(
            CategoryPermission(category_id=of_circle.id, group_id=everyone.id, level=Level.SEE)
        )
    ids = {id_ for id_, _ in open_categories()}
    assert open_to_all.id in ids
    assert of_circle.id not in ids
