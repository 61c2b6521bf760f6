"""What a mail can say of a survey: its link, and its first question as a row of links.

A link never answers. It opens the page with this answer chosen beforehand.
"""

from collections.abc import Mapping

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crm.shop.models import ShopSettings
from customers.models import Customer
from engagement.field_values import fills
from engagement.late_fields import number_in
from engagement.merge_fields import Holds, MergeField, add_field
from engagement.models import LinkPurpose, Message
from engagement.public_links import made_before, make_link
from engagement.rendering import Asked, Drawn, register_block
from feedback.models import Invitation
from feedback.questions import SCALES, STAR_WORDS, Shape

LINK, QUESTION, SCALE = "survey_link", "survey_question", "survey_scale"

add_field(MergeField(LINK, gettext_lazy("the page where they answer"), "https://shop.example/s/", Holds.LINK))
add_field(MergeField(QUESTION, gettext_lazy("the first question of the survey"), gettext_lazy("How was it?")))
add_field(MergeField(SCALE, gettext_lazy("how the first question is answered"), Shape.STARS.value))


@fills(LINK, QUESTION, SCALE)
def survey(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """The survey they are asked to answer: only their own; the same link at every attempt."""
    own = Invitation.objects.filter(pk=number_in(message, Invitation), customer=customer)
    invitation = own.select_related("version").first()
    if invitation is None:
        return {}
    first = invitation.version.asked[0]
    link = made_before(message, LinkPurpose.SURVEY) or make_link(
        LinkPurpose.SURVEY,
        customer=customer,
        message=message,
        about=message.about,
        expires_at=invitation.expires_at,
    )
    return {LINK: link, QUESTION: first.words, SCALE: first.shape if first.is_scale else Shape.TEXT}


def draw_survey(asked: Asked) -> Drawn:
    """The first question with a link for each answer; a table, because Outlook draws nothing else."""
    question, link = asked.slots.field(QUESTION), asked.slots.field(LINK)
    scale = asked.fields.get(SCALE, "")
    words = _("Answer here") if scale not in SCALES else ""
    cells = _one_cell(link, words) if words else _cells(scale, link)
    html = format_html(
        '<p><strong>{}</strong></p><table role="presentation" class="survey"><tr>{}</tr></table>{}',
        question,
        cells,
        _ends(scale),
    )
    return Drawn(html, f"{question}\n{_('Answer here')}: {link}")


def _cells(scale: str, link: str) -> SafeString:
    values = SCALES[scale]
    if scale == Shape.STARS:
        shown = [(link, value, value, STAR_WORDS[value - 1]) for value in values]
        return format_html_join(
            "",
            '<td class="survey-choice">'
            '<a class="survey-link" href="{}?v={}"><strong>{}</strong><br>{}</a></td>',
            shown,
        )
    return format_html_join(
        "",
        '<td class="survey-choice"><a class="survey-link" href="{}?v={}">{}</a></td>',
        ((link, value, value) for value in values),
    )


def _one_cell(link: str, words: str) -> SafeString:
    return format_html('<td class="survey-choice"><a class="survey-link" href="{}">{}</a></td>', link, words)


def _ends(scale: str) -> SafeString | str:
    """What the ends of a scale without words mean."""
    if scale != Shape.LIKELY:
        return ""
    words = _("0: not at all likely. 10: extremely likely.")
    return format_html('<p class="small">{}</p>', words)


register_block(
    "survey",
    draw_survey,
    words=gettext_lazy("The first question of the survey, with a link for each answer"),
    needs=(LINK, QUESTION),
    uses=(SCALE,),
)
