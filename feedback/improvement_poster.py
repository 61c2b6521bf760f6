"""“You said, we did” on a sheet for the wall: large words, and a code that leads to all of them."""

from typing import TYPE_CHECKING

from django.conf import settings
from django.urls import reverse
from django.utils import formats
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from crm.web.sheets import A4
from feedback.models import Improvement, ImprovementState

if TYPE_CHECKING:
    from crm.web.paper import Paper

SIZES = ((280, 20), (700, 15), (1_400, 11))  # up to so many letters, so large
CODE = 42


def draw_poster(improvement: Improvement, shop: ShopSettings) -> "Paper":
    """The sheet, in the language of the shop."""
    from fpdf.enums import Align

    from crm.web.paper import Paper

    paper = Paper(improvement.title, language=shop.language, sheet=A4, margin=24, is_numbered=False)
    paper.set_auto_page_break(False)
    paper.room(10)
    paper.paragraph(shop.name, size=20, align=Align.C, is_quiet=True)
    paper.heading(_("You said, we did"), size=40, align=Align.C)
    paper.room(8)
    paper.heading(improvement.title, size=26, align=Align.C)
    paper.room(6)
    words = Truncator(improvement.public_words).chars(SIZES[-1][0])
    size = next(points for letters, points in SIZES if len(words) <= letters)
    paper.paragraph(words, size=size, align=Align.C)
    paper.paragraph(_since(improvement), size=14, align=Align.C, is_quiet=True)
    address = f"{settings.PUBLIC_URL}{reverse('feedback:said_and_done')}"
    paper.code(address, size=CODE, at=((paper.w - CODE) / 2, paper.h - paper.b_margin - CODE - 12))
    paper.set_y(paper.h - paper.b_margin - 8)
    paper.paragraph(address.partition("://")[2], size=12, align=Align.C)
    return paper


def _since(improvement: Improvement) -> str:
    if improvement.state == ImprovementState.DONE and improvement.live_on:
        return _("Done, since %s") % formats.date_format(improvement.live_on, "F Y")
    return _("We decided not to")
