"""The pages of accounts."""

from forum.accounts.views import (
    about,
    admin,
    emails,
    groups,
    invitations,
    organisations,
    passwords,
    preferences,
    profiles,
    sign_in,
)

blueprints = (
    sign_in.bp,
    passwords.bp,
    emails.bp,
    invitations.bp,
    profiles.bp,
    preferences.bp,
    about.bp,
    admin.bp,
    groups.bp,
    organisations.bp,
)
