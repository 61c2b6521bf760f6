"""The first screen on paper: each figure with its band, what it rests on and what changed; then the cycle."""

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import formats, timezone
from django.utils.translation import gettext as _

from crm.shop.models import ShopSettings
from crm.web.templatetags.amounts import number
from metrics.band import Band
from metrics.definitions.metric import Words
from metrics.lens import Lens
from metrics.picture import Picture
from metrics.shown import Shown

if TYPE_CHECKING:
    from crm.web.paper import Paper

BAND_HEIGHT, LINE = 1.6, 5.0  # millimetres
SCALE, RANGE, AT = (220, 222, 218), (150, 190, 172), (31, 45, 39)


def draw_board(
    tiles: Sequence[tuple[Words, Sequence[Shown]]],
    picture: Picture | None,
    shop: ShopSettings,
    *,
    lens: Lens,
    counted_at: datetime | None,
) -> "Paper":
    """The sheets, in the language of whoever asks."""
    from crm.web.paper import Paper

    title = _("How we are doing")
    paper = Paper(f"{shop.name}: {title}", language=shop.language, margin=18)
    paper.heading(f"{shop.name}: {title}", size=18)
    paper.paragraph(_of_which_days(lens, counted_at), size=9, is_quiet=True)
    for heading, figures in tiles:
        _keep_together(paper, LINE * (2 + 3 * len(figures)))
        _draw_tile(paper, str(heading), figures)
    if picture and not picture.is_empty:
        _draw_cycle(paper, picture)
    return paper


def _keep_together(paper: "Paper", millimetres: float) -> None:
    """A question and its figures stand on one page."""
    if paper.will_page_break(millimetres):
        paper.add_page()


def _of_which_days(lens: Lens, counted_at: datetime | None) -> str:
    parts = [_("Until %s") % formats.date_format(lens.last, "j F Y")]
    if lens.days:
        parts.append(_("%d days") % lens.days)
    if lens.location:
        parts.append(lens.location.name)
    if counted_at:
        parts.append(_("counted at %s") % formats.date_format(timezone.localtime(counted_at), "H:i, j F Y"))
    return ", ".join(parts)


def _draw_tile(paper: "Paper", heading: str, figures: Sequence[Shown]) -> None:
    paper.heading(heading, size=13)
    for shown in figures:
        _draw_figure(paper, shown)
    paper.room(LINE / 2)


def _draw_figure(paper: "Paper", shown: Shown) -> None:
    """Name and value in one line, the band under it, the small print below."""
    paper.ink(10)
    paper.cell(paper.epw * 0.7, LINE, str(shown.name))
    paper.ink(11, is_bold=True)
    paper.cell(paper.epw * 0.3, LINE, shown.value, align="R")
    paper.ln(LINE)
    if shown.band:
        _draw_band(paper, shown.band)
    small = ". ".join(words for words in (shown.interval, shown.counts, shown.comparison) if words)
    if small:
        paper.paragraph(f"{small[0].upper()}{small[1:]}.", size=8, is_quiet=True)


def _draw_band(paper: "Paper", band: Band) -> None:
    left, top, width = paper.l_margin, paper.get_y() + 0.6, paper.epw
    for color, start, part, height in (
        (SCALE, 0.0, 100.0, BAND_HEIGHT / 4),
        (RANGE, band.start, min(band.width, 100 - band.start), BAND_HEIGHT / 2),
        (AT, band.at, 0.4, BAND_HEIGHT),
    ):
        paper.set_fill_color(*color)
        middle = top + (BAND_HEIGHT - height) / 2
        paper.rect(left + width * start / 100, middle, width * part / 100, height, style="F")
    paper.set_y(top + BAND_HEIGHT + 0.6)


def _draw_cycle(paper: "Paper", picture: Picture) -> None:
    """In words, as those hear it who do not see the picture: it prints on any machine."""
    _keep_together(paper, LINE * 14)
    paper.heading(_("The cycle, and the way up"), size=13)
    for circle in picture.circles:
        paper.paragraph(f"{circle.label}: {number(circle.count)}", size=10)
    moves = [*(way.words for way in picture.ways), picture.upward.words, picture.spiral]
    for words in filter(None, moves):
        paper.paragraph(words, size=9, is_quiet=True)
