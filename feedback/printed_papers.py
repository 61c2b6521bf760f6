"""A code on paper in three sizes: a card for the counter, a strip for receipts, a poster for the door."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.models import ShopSettings
from crm.web.sheets import A4, A5, Sheet
from crm.web.short_codes import grouped
from feedback.models import PrintedCode

if TYPE_CHECKING:
    from crm.web.paper import Paper

STRIP: Sheet = (72, 118)  # what fits on a roll of 80 mm
LONG = 80  # letters; a longer question is set smaller


@dataclass(frozen=True)
class Size:
    """One kind of sheet; letters in points, the code in millimetres."""

    words: str | Promise
    sheet: Sheet
    margin: float
    name: float
    question: float
    code: float
    small: float
    above: float


SIZES = {
    "card": Size(_("Card for the counter (A5)"), A5, 14, 22, 18, 84, 12, 22),
    "strip": Size(_("Strip for receipts (80 mm)"), STRIP, 4, 11, 10, 42, 8, 5),
    "poster": Size(_("Poster for the door (A4)"), A4, 20, 36, 28, 120, 18, 30),
}


def address_of(code: PrintedCode) -> str:
    """What the picture says."""
    return f"{settings.PUBLIC_URL}/q/{grouped(code.code)}/"


def short_address(code: PrintedCode) -> str:
    """The same for people to type."""
    return address_of(code).removeprefix("https://").rstrip("/")


def printed(code: PrintedCode, shop: ShopSettings, size: Size) -> "Paper":
    """The sheet, in the language of the shop."""
    from fpdf.enums import Align

    from crm.web.paper import Paper

    paper = Paper(
        f"{shop.name}: {code.spot}",
        language=shop.language,
        sheet=size.sheet,
        margin=size.margin,
        is_numbered=False,
    )
    paper.set_auto_page_break(False)
    paper.set_y(size.above)
    question = _question(code)
    paper.heading(shop.name, size=size.name, align=Align.C)
    paper.paragraph(question, size=size.question * (0.7 if len(question) > LONG else 1), align=Align.C)
    paper.room(size.code / 10)  # a reader wants white around it
    paper.code(address_of(code), size=size.code)
    paper.room(size.code / 10)
    say = gettext("Point the camera of your phone at it, or type:")
    paper.paragraph(say, size=size.small, align=Align.C)
    paper.ink(size.small * 1.2, is_bold=True)
    paper.heading(_broken(short_address(code), paper), size=size.small * 1.2, align=Align.C)
    paper.paragraph(gettext("No name, no app."), size=size.small, align=Align.C, is_quiet=True)
    return paper


def _broken(address: str, paper: "Paper") -> str:
    """On two lines where one is too narrow: never in the middle of the code."""
    is_wide = paper.get_string_width(address) > paper.epw - 1
    return address.replace("/q/", "/q/\n") if is_wide else address


def _question(code: PrintedCode) -> str:
    version = code.survey.current
    return version.asked[0].words if version and version.asked else code.survey.name
