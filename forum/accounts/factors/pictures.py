"""The picture that an authenticator app reads."""

import segno
from markupsafe import Markup
from pyotp import TOTP

from forum.accounts.models import Member
from forum.kernel.application import this_settings


def authenticator_address(member: Member, secret: str) -> str:
    """Return the `otpauth:` address of a secret (Google's Key URI format)."""
    return TOTP(secret).provisioning_uri(name=member.handle, issuer_name=this_settings().site_name)


def qr_picture(address: str) -> Markup:
    """Return an address as a QR code, drawn as SVG without any style of its own."""
    drawing = segno.make(address, error="m").svg_inline(
        scale=5, border=3, svgclass="qr", lineclass=None, light="#fff", omitsize=False
    )
    return Markup(drawing)  # noqa: S704 -- drawn by a library from squares alone
