"""Shape and wording of what people type about accounts; nothing here touches a table."""

from zoneinfo import available_timezones

from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    Form,
    FormField,
    SelectField,
    SelectMultipleField,
)
from wtforms.validators import InputRequired, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from forum.accounts.values import Role, Theme, ThreadView
from forum.kernel.fields import Line, OneOf, Secret, Words

VIEWS = {
    str(ThreadView.IN_ORDER): "In order, oldest first",
    str(ThreadView.TREE): "As a tree of replies",
}
THEMES = {
    str(Theme.AUTO): "As my device says",
    str(Theme.LIGHT): "Light",
    str(Theme.DARK): "Dark",
}
ROLES = {
    str(Role.GUEST): "Guest, who came into a thread until a date",
    str(Role.MEMBER): "Member",
    str(Role.FACILITATOR): "Facilitator",
    str(Role.HOST): "Host",
}


class SignInForm(FlaskForm):  # type: ignore[misc]
    """Signing in."""

    login = Line("Handle or e-mail address", [InputRequired("Please say who you are.")])
    password = Secret("Password", [InputRequired("Please type your password.")])
    keep = BooleanField("Keep me signed in on this device")


class AskResetForm(FlaskForm):  # type: ignore[misc]
    """Asking for a new password."""

    login = Line("Handle or e-mail address", [InputRequired("Please say who you are.")])


class NewPasswordForm(FlaskForm):  # type: ignore[misc]
    """Setting a password with a link."""

    password = Secret("New password", [InputRequired("Please choose a password.")])


class AcceptForm(FlaskForm):  # type: ignore[misc]
    """Accepting an invitation."""

    handle = Line("Handle", [InputRequired("Please choose a handle.")])
    name = Line("Name", [InputRequired("Please tell us your name.")])
    email = Line("E-mail address (optional)")
    password = Secret("Password", [InputRequired("Please choose a password.")])


class InviteForm(FlaskForm):  # type: ignore[misc]
    """Inviting somebody."""

    email = Line("E-mail address (optional)")
    note = Words("A note to them (optional)", render_kw={"rows": 4})


class ProfileForm(FlaskForm):  # type: ignore[misc]
    """Describing oneself."""

    name = Line("Name", [InputRequired("Please tell us your name.")])
    pronouns = Line("Pronouns")
    jurisdictions = Line("Jurisdictions")
    languages = Line("Languages")
    ask_me_about = Words("Ask me about", render_kw={"rows": 3})
    bio = Words("About me", render_kw={"rows": 8})
    organisations = SelectMultipleField(
        "Organisations",
        coerce=int,
        validate_choice=False,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    new_organisation = Line("Another organisation")


class PictureForm(FlaskForm):  # type: ignore[misc]
    """Sending a picture of oneself."""

    picture = FileField("Picture", [FileRequired("Please choose a picture first.")])


class ReadingForm(FlaskForm):  # type: ignore[misc]
    """How a member likes to read."""

    thread_view = OneOf("Threads are shown", choices=VIEWS)
    theme = OneOf("Colours", choices=THEMES)
    timezone = SelectField("Time zone", validate_choice=False)
    keys = BooleanField("Use keys: J and K to go from post to post, R to reply, and so on")

    def offer_timezones(self, current: str) -> None:
        """Fill the list of time zones, the one in use among them whatever this machine knows."""
        self.timezone.choices = {name: name for name in sorted({*_places(), "UTC", current})}

    def validate_timezone(self, field: SelectField) -> None:
        """Refuse what is no time zone."""
        if field.data not in {*_places(), "UTC"}:
            raise ValidationError("Please choose a time zone from the list.")


class EmailForm(FlaskForm):  # type: ignore[misc]
    """Asking for another address."""

    email = Line("New e-mail address", [InputRequired("Please type the new address.")])
    current_password = Secret(
        "Your password", [InputRequired("Please type your password.")], id="email-current-password"
    )


class PasswordForm(FlaskForm):  # type: ignore[misc]
    """Changing one's password."""

    current_password = Secret(
        "Your password until now", [InputRequired("Please type your password until now.")]
    )
    new_password = Secret("New password", [InputRequired("Please choose a password.")])


class RoleForm(FlaskForm):  # type: ignore[misc]
    """Giving a role."""

    role = OneOf("What they do for the community", choices=ROLES)


class DeactivateForm(FlaskForm):  # type: ignore[misc]
    """Deactivating a member."""

    because = Line("Reason, for your colleagues (optional)")


class GroupForm(FlaskForm):  # type: ignore[misc]
    """Naming a group."""

    name = Line("Name", [InputRequired("Please name the group.")])


class GroupMemberForm(FlaskForm):  # type: ignore[misc]
    """Adding somebody to a group."""

    handle = Line("Handle", [InputRequired("Please type a handle.")])


class OrganisationForm(FlaskForm):  # type: ignore[misc]
    """Describing an organisation."""

    name = Line("Name", [InputRequired("Please name the organisation.")])
    country = Line("Country (optional)")
    about = Words("What it is (optional)", render_kw={"rows": 4})


class RuleForm(Form):
    """One rule."""

    title = Line("Title")
    text = Words("Text", render_kw={"rows": 3})


class RulesForm(FlaskForm):  # type: ignore[misc]
    """A version of the rules."""

    rules = FieldList(FormField(RuleForm), max_entries=60)
    because = Line("Why the rules change", [InputRequired("Please give a reason.")])


def _places() -> set[str]:
    """Return the time zones that are named after places."""
    return {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")}
