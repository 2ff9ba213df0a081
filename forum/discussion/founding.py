"""The categories that every community begins with."""

from dataclasses import dataclass

from sqlalchemy import select

from forum.accounts.queries import automatic_group
from forum.accounts.values import AutomaticGroup, Level
from forum.discussion.models import Category, CategoryPermission
from forum.discussion.values import Colour, ReactionSetting
from forum.kernel.db import db


@dataclass(frozen=True, slots=True)
class Founding:
    """One of the first categories."""

    slug: str
    name: str
    description: str
    colour: Colour
    template: str
    reactions: ReactionSetting = ReactionSetting.COUNTED
    takes_answers: bool = False
    is_for_cases: bool = False
    days_after_reply: int | None = None
    checks_text: bool = False


FOUNDING = (
    Founding(
        "power-and-reflection",
        "Power and reflection",
        "Who decides, who speaks and who is heard between lawyers, organisations and the "
        "communities they work with.",
        Colour.PLUM,
        "**What happened, or what keeps coming back to me?**\n\n\n"
        "**Where was power in it, mine included?**\n\n\n"
        "**What would I like to think about together?**\n",
        # What is counted is soon written for the count.
        reactions=ReactionSetting.QUIET,
    ),
    Founding(
        "strategies",
        "Strategies",
        "Methods, resources and ways of working: what was tried, what it took, what came of it.",
        Colour.TEAL,
        "**What was tried, or could be?**\n\n\n**What did it take?**\n\n\n**What came of it?**\n",
        takes_answers=True,
    ),
    Founding(
        "casework",
        "Casework",
        "Mutual support in matters at hand. Leave out whatever could point to a person.",
        Colour.CLAY,
        "**What kind of matter is it?** (no names, no places, no dates that point to anyone)\n\n\n"
        "**What do you ask for:** a sounding board, similar experience, a contact, a template?\n\n\n"
        "**By when would an answer help?**\n",
        takes_answers=True,
        is_for_cases=True,
        days_after_reply=365,
        checks_text=True,
    ),
    Founding(
        "commons",
        "Commons",
        "Introductions, questions about this place, and everything that belongs to us all.",
        Colour.MOSS,
        "",
    ),
)


def found_categories() -> bool:
    """Make the first categories where there is none, open to every member; False if there are."""
    if db.session.scalar(select(Category.id).limit(1)) is not None:
        return False
    members = automatic_group(AutomaticGroup.MEMBERS)
    for position, founding in enumerate(FOUNDING):
        category = Category(
            slug=founding.slug,
            name=founding.name,
            description=founding.description,
            colour=founding.colour,
            template=founding.template,
            position=position,
            reactions=founding.reactions,
            takes_answers=founding.takes_answers,
            is_for_cases=founding.is_for_cases,
            days_after_reply=founding.days_after_reply,
            checks_text=founding.checks_text,
        )
        db.session.add(category)
        db.session.flush()
        db.session.add(
            CategoryPermission(category_id=category.id, group_id=members.id, level=Level.START)
        )
    return True
