"""A mail that was written down, as the object that goes through the door; with its links filled in."""

from email.mime.image import MIMEImage
from pathlib import Path

from django.conf import settings
from django.core.mail import EmailMultiAlternatives

from engagement.models import Brand, Message
from engagement.public_links import show_links
from engagement.rendering.look import logo_picture
from engagement.reply_addresses import fill_in

LOGO = "logo"
# Set by their own arguments; everything else goes as it is.
_OWN = {"From", "To", "Reply-To"}


def sealed(message: Message, brand: Brand) -> EmailMultiAlternatives:
    """Text and HTML side by side, the logo as a part of the mail."""
    headers = {name: show_links(fill_in(value, message), message) for name, value in message.headers.items()}
    html = show_links(message.html, message)
    mail = EmailMultiAlternatives(
        message.subject,
        show_links(message.text, message),
        headers["From"],
        [headers["To"]],
        reply_to=[headers["Reply-To"]] if "Reply-To" in headers else None,
        headers={name: value for name, value in headers.items() if name not in _OWN},
    )
    mail.attach_alternative(html, "text/html")
    if f"cid:{LOGO}" in html and (picture := logo_of(brand)):
        mail.mixed_subtype = "related"  # type: ignore[attr-defined]
        mail.attach(picture)
    return mail


def logo_of(brand: Brand) -> MIMEImage | None:
    """The shop's logo as a part of a mail."""
    known = logo_picture(brand.logo.path) if brand.logo else None
    if brand.logo is None or known is None:
        return None
    content = (Path(settings.MEDIA_ROOT) / brand.logo.path).read_bytes()
    picture = MIMEImage(content, known.kind)
    picture.add_header("Content-ID", f"<{LOGO}>")
    picture.add_header("Content-Disposition", "inline", filename=f"{LOGO}.{picture.get_content_subtype()}")
    return picture
