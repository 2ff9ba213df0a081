"""The pages of accounts."""

from forum.accounts.views.about import bp as about
from forum.accounts.views.admin import bp as admin
from forum.accounts.views.emails import bp as emails
from forum.accounts.views.groups import bp as groups
from forum.accounts.views.invitations import bp as invitations
from forum.accounts.views.members import bp as members
from forum.accounts.views.organisations import bp as organisations
from forum.accounts.views.passwords import bp as passwords
from forum.accounts.views.preferences import bp as preferences
from forum.accounts.views.profiles import bp as profiles
from forum.accounts.views.sign_in import bp as sign_in

blueprints = (
    sign_in,
    passwords,
    emails,
    invitations,
    profiles,
    preferences,
    members,
    about,
    admin,
    groups,
    organisations,
)
