"""One line of the timeline as people read it.

Fifty of them stand on a page: each comes to its template as ready words, and what all lines of a kind
share is put in words once. What a template looks up and decides costs many times as much.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.db.models import BigIntegerField, Case, CharField, F, OuterRef, QuerySet, Subquery, When
from django.db.models.functions import Cast, JSONObject, Substr
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.templatetags.amounts import money
from crm.web.templatetags.icons import icon
from crm.web.written_out import Written, written_out
from customers.addresses import address_of
from customers.kinds import kind_of
from customers.models import Channel, Direction, Interaction, Mood, Purchase

BOUGHT = f"{Purchase._meta.label_lower}:"
MOOD_ICONS = {Mood.HAPPY: "smile", Mood.NEUTRAL: "meh", Mood.UNHAPPY: "frown"}
NOTHING = SafeString("")
# The markup of a line stands here and in no template: a template takes three times as long for fifty of them.
LINE = (
    '<li class="line line-{}"{}><span class="line-icon" aria-hidden="true">{}</span><div class="line-body">'
    '<p class="line-top"><strong>{}</strong>{}</p><div class="line-text">{}</div>{}'
    '<p class="line-foot text-secondary">{}</p></div>{}</li>'
)
# One form serves every line (#line-form in the stream); the stream says what htmx takes along and changes.
MENU = (
    '<details class="menu line-menu"><summary class="btn btn-ghost-secondary btn-icon">{}</summary>'
    '<div class="menu-list card">{}{}</div></details>'
)
CORRECT = (
    '<a class="btn" href="{0}">{1}</a>'
    '<button class="btn" form="line-form" formaction="{2}" hx-post="{2}"{3}>{4}</button>'
)
ONLY_THIS_LINE = SafeString(' hx-target="closest li.line" hx-include="#line-form"')


@dataclass(frozen=True)
class KindWords:
    """What every line of a kind says alike."""

    label: SafeString
    icon: SafeString
    menu: SafeString
    url_name: str


@dataclass(frozen=True)
class Line:
    """An interaction with all that its part of the page shows."""

    interaction: Interaction
    pk: int
    key: str
    label: SafeString
    icon: SafeString
    title: SafeString
    text: str
    outcome: SafeString
    marks: SafeString  # its amount, its mood, its pin
    foot: SafeString  # when, who, where, how
    menu: SafeString
    pin: SafeString
    corrections: tuple[str, str] | None  # the words for correcting and taking back, for whom may
    may_log: bool  # this person

    @property
    def drawn(self) -> SafeString:
        """The line in its place in the stream."""
        return self._draw(format_html(' id="line-{}"', self.pk), ONLY_THIS_LINE)

    @property
    def drawn_fresh(self) -> SafeString:
        """The same a moment after it was logged: it lights up once."""
        return SafeString(self.drawn.replace('class="line ', 'class="line line-fresh ', 1))

    @property
    def drawn_above(self) -> SafeString:
        """Its copy among the pinned ones: what it does changes the whole stream."""
        return self._draw(NOTHING, NOTHING)

    def _draw(self, mark: SafeString, changes: SafeString) -> SafeString:
        words = (self.title, self.marks, self.text, self.outcome, self.foot)
        return format_html(LINE, self.key, mark, self.icon, *words, self._menu(changes))

    def _menu(self, changes: SafeString) -> SafeString:
        if not self.may_log:
            return NOTHING
        correct = NOTHING
        if self.corrections:
            change, take_back = self.corrections
            edit = address_of("customers:interaction_edit", self.pk)
            correct = format_html(CORRECT, edit, change, self.withdraw_address, changes, take_back)
        return format_html(MENU, self.menu, self.pin, correct)

    @property
    def withdraw_address(self) -> str:
        return address_of("customers:interaction_withdraw", self.pk)

    @property
    def restore_address(self) -> str:
        return address_of("customers:interaction_restore", self.pk)


class Lines:
    """Puts the rows of one page in words, for one person."""

    def __init__(self, user: User) -> None:
        self.user = user
        self.may_log = user.can(Permission.INTERACTION_LOG)
        self.may_any = user.can(Permission.INTERACTION_CORRECT_ANY)
        self.kinds: dict[str, KindWords] = {}
        self.moods = {value: str(label) for value, label in Mood.choices}
        self.ways = {value: str(label) for value, label in (*Direction.choices, *Channel.choices)}
        self.corrected = _("corrected")
        self.corrections = _("Correct"), _("Take back")
        self.pins = {True: ("0", _("Unpin")), False: ("1", _("Pin"))}

    def line(self, row: Any) -> Line:
        """One row; a line with a source is never corrected by hand."""
        words = self._kind(row.kind)
        return Line(
            interaction=row,
            pk=row.pk,
            key=row.kind,
            label=words.label,
            icon=words.icon,
            title=_title(words, row.about),
            text=row.text,
            outcome=_outcome(row.outcome) if row.outcome else NOTHING,
            marks=self._marks(row) if row.sold or row.mood or row.pinned_at else NOTHING,
            foot=self._foot(row),
            menu=words.menu,
            pin=self._pin(row) if self.may_log else NOTHING,
            corrections=self.corrections if self._may_correct(row) else None,
            may_log=self.may_log,
        )

    def _may_correct(self, row: Any) -> bool:
        return not row.about and (self.may_any or row.staff_id == self.user.pk)

    def _kind(self, key: str) -> KindWords:
        if key not in self.kinds:
            kind = kind_of(key)
            label = str(kind.label)
            menu = format_html(
                '{}<span class="visually-hidden">{}</span>',
                icon("ellipsis", 18),
                _("What to do with this %(kind)s") % {"kind": label},
            )
            may_open = kind.permission is None or self.user.can(kind.permission)
            opens = kind.url_name if may_open else ""
            self.kinds[key] = KindWords(conditional_escape(label), icon(kind.icon, 18), menu, opens)
        return self.kinds[key]

    def _marks(self, row: Any) -> SafeString:
        marks = NOTHING
        if row.sold:
            amount = money(row.sold["total"], row.sold["currency"])
            marks += format_html(' <span class="line-amount">{}</span>', amount)
        if row.mood:
            face, word = icon(MOOD_ICONS.get(Mood(row.mood), "meh"), 16), self.moods[row.mood]
            marks += format_html(' <span class="mood mood-{}">{}{}</span>', row.mood, face, word)
        if row.pinned_at:
            pinned = _("Pinned")
            marks += format_html(' <span class="visually-hidden">{}</span>{}', pinned, icon("pin", 14))
        return marks

    def _foot(self, row: Any) -> SafeString:
        at = timezone.localtime(row.at)
        return format_html(
            '<time datetime="{}">{}</time> <span>{}</span>',
            at.isoformat(timespec="seconds"),
            f"{at:%H:%M}",
            " · ".join(filter(None, self._known(row))),
        )

    def _known(self, row: Any) -> Iterator[str | None]:
        yield row.staff_name
        yield row.location_name
        yield self.ways.get(row.direction)
        yield self.ways.get(row.channel)
        if row.minutes:
            yield ngettext("%d minute", "%d minutes", row.minutes) % row.minutes
        if row.edited_at:
            yield self.corrected

    def _pin(self, row: Any) -> SafeString:
        value, word = self.pins[row.pinned_at is not None]
        address = address_of("customers:interaction_pin", row.pk)
        return format_html(
            '<button class="btn" form="line-form" formaction="{0}" hx-post="{0}" name="pinned"'
            ' value="{1}">{2}</button>',
            address,
            value,
            word,
        )


def with_words(lines: QuerySet[Interaction]) -> QuerySet[Interaction]:
    """With the names and the amount that are shown, instead of whole people, places and purchases."""
    return lines.annotate(staff_name=F("staff__name"), location_name=F("location__name"), **_sold())


@cache
def _sold() -> dict[str, Written]:
    """The amount and its currency, where a line is about a purchase."""
    number = Cast(Substr(OuterRef("about"), len(BOUGHT) + 1), BigIntegerField())
    sold = JSONObject(total=Cast("total", CharField()), currency="currency")
    found = Purchase.objects.filter(pk=number).values_list(sold)
    return written_out(
        Interaction.objects.annotate(sold=Case(When(about__startswith=BOUGHT, then=Subquery(found))))
    )


def lines_for(rows: list[Interaction], user: User) -> list[Line]:
    """The rows of a page, fetched by `with_words`, as this person may see and correct them."""
    lines = Lines(user)
    return [lines.line(row) for row in rows]


def line_of(interaction: Interaction, user: User) -> Line:
    """A single line, as it is shown after it was logged or corrected."""
    return lines_for([with_words(Interaction.objects.all()).get(pk=interaction.pk)], user)[0]


def _title(words: KindWords, about: str) -> SafeString:
    """Its kind; a link where it is about something that has a page."""
    number = about.rpartition(":")[2]
    if not (words.url_name and number):
        return words.label
    return format_html('<a href="{}">{}</a>', address_of(words.url_name, number), words.label)


def _outcome(outcome: str) -> SafeString:
    return format_html('<p class="line-outcome">{}{}</p>', icon("corner-down-right", 14), outcome)
