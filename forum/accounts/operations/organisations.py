"""Organisations, which members belong to."""

from forum.accounts.events import OrganisationEdited, OrganisationMade
from forum.accounts.models import Organisation
from forum.accounts.queries import find_organisation
from forum.accounts.rules import may_manage_organisations, may_name_organisation
from forum.accounts.values import Person
from forum.kernel.db import db
from forum.kernel.errors import Invalid
from forum.kernel.events import announce
from forum.kernel.markup import check_line
from forum.kernel.text import fold
from forum.kernel.verdicts import require
from forum.kernel.wording import check_words

LONGEST_NAME = 120
LONGEST_COUNTRY = 80
LONGEST_ABOUT = 2000


def name_organisation(name: str, *, by: Person, field: str = "name") -> Organisation:
    """Return the organisation with this name, adding it when it is not listed yet."""
    require(may_name_organisation(by))
    name = check_line(name, field=field, longest=LONGEST_NAME)
    known = find_organisation(name)
    if known is not None:
        return known
    organisation = Organisation(name=name, name_key=fold(name))
    db.session.add(organisation)
    db.session.flush()
    announce(OrganisationMade(organisation_id=organisation.id, by_id=by.id))
    return organisation


def make_organisation(name: str, *, country: str, about: str, by: Person) -> Organisation:
    """List an organisation. Raises Invalid when there is one with this name."""
    require(may_manage_organisations(by))
    name, country, about = _checked(name, country, about)
    if find_organisation(name) is not None:
        raise Invalid("name", "There is an organisation with this name already.")
    organisation = name_organisation(name, by=by)
    organisation.country, organisation.about = country, about
    return organisation


def edit_organisation(
    organisation: Organisation, *, name: str, country: str, about: str, by: Person
) -> None:
    """Name and describe the organisation differently."""
    require(may_manage_organisations(by))
    name, country, about = _checked(name, country, about)
    other = find_organisation(name)
    if other is not None and other is not organisation:
        raise Invalid("name", "There is an organisation with this name already.")
    organisation.name, organisation.name_key = name, fold(name)
    organisation.country, organisation.about = country, about
    announce(OrganisationEdited(organisation_id=organisation.id, by_id=by.id))


def _checked(name: str, country: str, about: str) -> tuple[str, str, str]:
    return (
        check_line(name, field="name", longest=LONGEST_NAME),
        check_line(country, field="country", longest=LONGEST_COUNTRY, required=False),
        check_words(about, field="about", longest=LONGEST_ABOUT),
    )
