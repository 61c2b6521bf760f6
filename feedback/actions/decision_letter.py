"""Keeping the letter of a decision: at the moment at which it is told, and never otherwise than it was."""

from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from crm.shop.doorbell import ring
from crm.shop.models import ShopSettings
from feedback.actions.complaint_mail import address_of, language_of
from feedback.complaint_sheet import LetterSheet, as_html, as_pdf
from feedback.models import Complaint, ComplaintChannel, Decision, DecisionLetter

DRAW = "feedback.tasks.draw_letter"


@transaction.atomic
def keep_letter(decision: Decision, *, channel: str) -> DecisionLetter:
    """Write it down as they heard it, by this way; a worker draws the paper right after. Twice is once."""
    values = letter_values(decision, channel)
    letter, is_new = DecisionLetter.objects.get_or_create(decision=decision, defaults=values)
    if is_new:
        ring(DRAW, letter.pk)
    return letter


@transaction.atomic
def draw_letter(letter_id: int) -> DecisionLetter | None:
    """Put it on paper, once; what was drawn stays."""
    letter = DecisionLetter.objects.select_for_update().filter(pk=letter_id).first()
    if letter and letter.pdf is None:
        with translation.override(letter.sheet["language"]):
            letter.pdf = as_pdf(LetterSheet(**letter.sheet))
        letter.save(update_fields=["pdf"])
    return letter


def letter_values(decision: Decision, channel: str) -> dict[str, object]:
    """What is kept of a decision that was told by this way."""
    complaint, shop = decision.complaint, ShopSettings.objects.get()
    with translation.override(language_of(complaint)):
        sheet = _sheet(decision, shop, channel)
        return {"sheet": sheet.parts(), "html": as_html(sheet)}


def _sheet(decision: Decision, shop: ShopSettings, channel: str) -> LetterSheet:
    complaint, at = decision.complaint, timezone.localtime(decision.at, ZoneInfo(shop.time_zone))
    who = _name_of(complaint)
    told = {"moment": date_format(at, "DATETIME_FORMAT"), "way": _way(complaint, channel)}
    return LetterSheet(
        language=translation.get_language() or shop.language,
        title=_("Our answer to your complaint (%s)") % complaint.reference,
        letterhead=f"{shop.name}\n{shop.legal_footer or shop.legal_name}".strip(),
        to=who,
        on=date_format(at, "DATE_FORMAT"),
        greeting=_("Dear %s,") % who if who else _("Good day,"),
        paragraphs=[_("Thank you for telling us what went wrong."), *decision.text.split("\n\n")],
        signed=f"{decision.by}\n{shop.name}" if decision.by else shop.name,
        told=_("Told on %(moment)s: %(way)s") % told,
    )


def _name_of(complaint: Complaint) -> str:
    return str(complaint.customer) if complaint.customer else complaint.contact_name


def _way(complaint: Complaint, channel: str) -> str:
    words = str(ComplaintChannel(channel).label)
    return f"{words} ({address_of(complaint)})" if channel == ComplaintChannel.EMAIL else words
