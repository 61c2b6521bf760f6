"""Can it be read, also by those who see no pictures, and is it light enough to arrive whole?"""

import re
from collections.abc import Iterator

from django.utils.translation import gettext as _

from engagement.checks.sheet import Sheet
from engagement.colours import LEGIBLE, READABLE, contrast, is_colour
from engagement.finding import BODY, BRAND, Finding, advice

# Gmail cuts a mail there, and with it the way to unsubscribe.
LARGEST, LARGE = 100_000, 80_000
LARGEST_LOGO, LARGE_LOGO = 1_000_000, 100_000
_PICTURE = re.compile(r"<img\b[^>]*>", re.IGNORECASE)
_ITS_WORDS = re.compile(r"\balt=\"[^\"]*\S[^\"]*\"", re.IGNORECASE)


def colours_can_be_read(sheet: Sheet) -> Iterator[Finding]:
    """The words on the buttons."""
    colour, words = sheet.brand.colour, sheet.brand.text_colour
    if not (is_colour(colour) and is_colour(words)):
        yield Finding(_("A colour of the brand is no colour."), where=BRAND)
        return
    found = contrast(colour, words)
    said = _("The words on buttons can hardly be read: a contrast of %(found).1f, and 4.5 would be enough.")
    if found < READABLE:
        yield Finding(said % {"found": found}, is_error=found < LEGIBLE, where=BRAND)


def pictures_have_words(sheet: Sheet) -> Iterator[Finding]:
    """For those who do not see them."""
    if sheet.brand.logo is not None and not sheet.brand.logo_words.strip():
        yield advice(_("Say in words what the logo shows; until then it is called as the shop."), BRAND)
    if sheet.drawn and any(not _ITS_WORDS.search(tag) for tag in _PICTURE.findall(sheet.drawn.html)):
        yield Finding(_("A picture has no words for those who do not see it."))


def is_light(sheet: Sheet) -> Iterator[Finding]:
    """What is too large is cut, or stays in the air."""
    size = len(sheet.drawn.html.encode()) if sheet.drawn else 0
    if size > LARGE:
        said = _("The mail has %(size)d kB; mailboxes cut it after 100.") % {"size": size // 1000}
        yield Finding(said, is_error=size > LARGEST, where=BODY)
    weight = sheet.brand.logo.size if sheet.brand.logo else 0
    if weight > LARGE_LOGO:
        said = _("The logo has %(size)d kB, and every mail carries it: make it smaller.") % {
            "size": weight // 1000
        }
        yield Finding(said, is_error=weight > LARGEST_LOGO, where=BRAND)
