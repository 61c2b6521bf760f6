"""What a mail can say of a survey: its link, and its first question as a row of links.

A link never answers. It opens the page with this answer chosen beforehand.
"""

from collections.abc import Mapping

from django.utils import translation
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
from feedback.page_words import say
from feedback.questions import SCALES, STAR_WORDS, Shape
from feedback.survey_gift import Gift
from feedback.survey_translation import chosen_language

LINK, QUESTION, SCALE, GIFT = "survey_link", "survey_question", "survey_scale", "survey_gift"
LANGUAGE = "survey_language"

add_field(MergeField(LINK, gettext_lazy("the page where they answer"), "https://shop.example/s/", Holds.LINK))
add_field(MergeField(QUESTION, gettext_lazy("the first question of the survey"), gettext_lazy("How was it?")))
add_field(MergeField(SCALE, gettext_lazy("how the first question is answered"), Shape.STARS.value))
add_field(MergeField(GIFT, gettext_lazy("what answering the survey earns"), "£5.00"))
add_field(MergeField(LANGUAGE, gettext_lazy("the language of the survey"), "en"))


@fills(LINK, QUESTION, SCALE, GIFT, LANGUAGE)
def survey(message: Message, customer: Customer, shop: ShopSettings) -> Mapping[str, str]:
    """The survey they are asked to answer: only their own; the same link at every attempt."""
    own = Invitation.objects.filter(pk=number_in(message, Invitation), customer=customer)
    invitation = own.select_related("version", "survey").first()
    if invitation is None:
        return {}
    version = invitation.version
    language = chosen_language(version.translations, customer.language, otherwise=shop.language)
    first = version.in_language(language).asked[0]
    link = made_before(message, LinkPurpose.SURVEY) or make_link(
        LinkPurpose.SURVEY,
        customer=customer,
        message=message,
        about=message.about,
        expires_at=invitation.expires_at,
    )
    gift = None if invitation.survey.is_anonymous else Gift.read(version.gift)
    return {
        LINK: link,
        QUESTION: first.words,
        SCALE: first.shape if first.is_scale else Shape.TEXT,
        GIFT: gift.in_words(shop.currency) if gift else "",
        LANGUAGE: language,
    }


def draw_survey(asked: Asked) -> Drawn:
    """The first question with a link for each answer, in the language of the page behind it."""
    with translation.override(asked.fields.get(LANGUAGE) or translation.get_language()):
        return _draw(asked)


def _draw(asked: Asked) -> Drawn:
    """A table, because Outlook draws nothing else."""
    question, link = asked.slots.field(QUESTION), asked.slots.field(LINK)
    scale, here = asked.fields.get(SCALE, ""), say(_("Answer here"))
    is_scale = scale in SCALES
    cells = _cells(scale, link) if is_scale else _one_cell(link, here)
    promise = _promise(asked)
    html = format_html(
        '<p><strong>{}</strong></p><table role="presentation" class="{}"><tr>{}</tr></table>{}{}',
        question,
        "survey survey-scale" if is_scale else "survey",
        cells,
        _ends(scale),
        format_html('<p class="small">{}</p>', promise) if promise else "",
    )
    return Drawn(html, "\n".join(filter(None, [question, f"{here}: {link}", promise])))


def _promise(asked: Asked) -> str:
    """What they get, and that it hangs on no answer."""
    if not asked.fields.get(GIFT):
        return ""
    words = _("For answering you get a voucher of %(worth)s, whatever you answer.")
    return say(words, worth=asked.slots.field(GIFT))


def _cells(scale: str, link: str) -> SafeString:
    values = SCALES[scale]
    if scale == Shape.STARS:
        shown = [(link, value, value, say(STAR_WORDS[value - 1])) for value in values]
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
    words = say(_("0: not at all likely. 10: extremely likely."))
    return format_html('<p class="small">{}</p>', words)


register_block(
    "survey",
    draw_survey,
    words=gettext_lazy("The first question of the survey, with a link for each answer"),
    needs=(LINK, QUESTION),
    uses=(SCALE, GIFT, LANGUAGE),
)
