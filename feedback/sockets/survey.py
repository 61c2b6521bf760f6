"""What the cellar hears of surveys and their answers."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts, call_fields
from crm.shop.naming import names
from crm.shop.verbs import say
from feedback.models import Kiosk, PrintedCode, Response, Survey


@names("feedback.survey", "feedback:survey_detail")
def names_of_surveys(numbers: Collection[int]) -> Mapping[int, str]:
    return {survey.pk: survey.name for survey in Survey.objects.filter(pk__in=numbers)}


@names("feedback.kiosk")
def names_of_kiosks(numbers: Collection[int]) -> Mapping[int, str]:
    found = Kiosk.objects.filter(pk__in=numbers).select_related("device")
    return {kiosk.pk: kiosk.device.name for kiosk in found}


@names("feedback.printedcode")
def names_of_codes(numbers: Collection[int]) -> Mapping[int, str]:
    return {code.pk: str(code) for code in PrintedCode.objects.filter(pk__in=numbers)}


@names("feedback.response", "feedback:response_detail")
def names_of_responses(numbers: Collection[int]) -> Mapping[int, str]:
    """By who answered: what they said stays with the answer."""
    found = Response.objects.filter(pk__in=numbers).select_related("customer")
    return {response.pk: gettext("Answer of %s") % response.who for response in found}


call_fields(
    Survey,
    {
        "name": _("name"),
        "intro": _("first sentence"),
        "questions": _("questions"),
        "thanks": _("thanks"),
        "gift": _("what answering earns"),
        "translations": _("other languages"),
        "shows_reviews": _("where to write a review"),
        "mail_subject": _("subject"),
        "mail_body": _("words"),
    },
)
call_counts({"answers": _("answers"), "surveys": _("surveys")})
say(
    {
        "kiosk.burst": _("set aside answers that came too quickly on a tablet"),
        "kiosk.set_up": _("set up a tablet for customers"),
        "printed_code.ended": _("took a code in the shop back"),
        "printed_code.made": _("made a code for the shop"),
        "response.changed": _("changed an answer"),
        "response.counts_again": _("let an answer count again"),
        "response.given": _("answered a survey"),
        "response.set_aside": _("set an answer aside"),
        "response.wants_call": _("would like to be rung"),
        "survey.asked": _("asked a customer"),
        "survey.edited": _("changed a survey"),
        "survey.exported": _("took answers out"),
        "survey.installed": _("brought surveys to begin with"),
        "survey.made": _("made a survey"),
        "survey.made_anonymous": _("made a survey anonymous"),
        "survey.made_confidential": _("made a survey confidential"),
        "survey.published": _("published a survey"),
        "survey.reminded": _("reminded a customer of a survey"),
        "survey.switched_off": _("switched a survey off"),
        "survey.switched_on": _("switched a survey on"),
        "survey.translated": _("put a survey into another language"),
    }
)
