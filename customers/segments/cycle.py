"""Conditions on how somebody went through the cycle, and on who sent whom."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Referral, Stage, StageChange
from customers.segments.kind import CYCLE, Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.period import PERIOD, period
from customers.segments.reading import among, chosen, picked, wanted, words_of

STAGES: Options = list(Stage.choices)
FROM = Input("from_stage", gettext_lazy("From"), "ticks", lambda: STAGES)
TO = Input("to_stage", gettext_lazy("To"), "ticks", lambda: STAGES)
WAYS = (("sent", gettext_lazy("sent us somebody")), ("was_sent", gettext_lazy("was sent by somebody")))
WAY = Input("way", gettext_lazy("Which way"), "pick", lambda: WAYS)
CHOOSE = gettext_lazy("Please choose something here.")


def _moved(given: Given) -> Answer:
    came, went, when = chosen(given, "from_stage", STAGES), chosen(given, "to_stage", STAGES), period(given)
    wanted([*came, *went], str(CHOOSE))
    changes = StageChange.objects.filter(when.of("effective_on", is_day=True))
    words = [_("moved")]
    if came:
        changes = changes.filter(from_stage__in=came)
        words.append(_("from %s") % words_of(came, STAGES))
    if went:
        changes = changes.filter(to_stage__in=went)
        words.append(_("to %s") % words_of(went, STAGES))
    kept = {"from_stage": came, "to_stage": went, **when.given}
    said = " ".join([*words, when.said]).strip()
    return Answer({name: value for name, value in kept.items() if value}, said, among(changes))


def _referred(given: Given) -> Answer:
    way, when = wanted(picked(given, "way", WAYS), str(CHOOSE)), period(given)
    who = "advocate" if way == ["sent"] else "friend"
    found = Referral.objects.standing().filter(when.of("at"))
    said = " ".join([words_of(way, WAYS), when.said]).strip()
    return Answer({"way": way, **when.given}, said, among(found, who))


register_kinds(
    [
        Kind("moved", gettext_lazy("Moved in the cycle"), CYCLE, _moved, (FROM, TO, *PERIOD)),
        Kind("referred", gettext_lazy("Recommended us or was sent"), CYCLE, _referred, (WAY, *PERIOD)),
    ]
)
