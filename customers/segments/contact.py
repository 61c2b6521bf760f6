"""Conditions on what passed between shop and customer, and on what they said yes or no to."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.filtering.parameters import CONSENT_WORDS, answered, never_asked
from customers.kinds import kinds_by_hand
from customers.models import ConsentChannel, ConsentTopic, Interaction, Mood
from customers.segments.kind import SAID, Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.period import PERIOD, period
from customers.segments.reading import (
    AT_LEAST,
    among,
    chosen,
    number,
    picked,
    wanted,
    words_of,
)

MOODS: Options = list(Mood.choices)
CHANNELS: Options = list(ConsentChannel.choices)
TOPICS: Options = list(ConsentTopic.choices)
ANSWERS: Options = list(CONSENT_WORDS.items())


def _lines() -> Options:
    return [(kind.key, kind.label) for kind in kinds_by_hand()]


LINE = Input("line", gettext_lazy("What"), "ticks", _lines)
MOOD = Input("mood", gettext_lazy("Mood"), "ticks", lambda: MOODS)
CHANNEL = Input("channel", gettext_lazy("By"), "pick", lambda: CHANNELS)
TOPIC = Input("topic", gettext_lazy("About"), "pick", lambda: TOPICS)
ANSWER = Input("answer", gettext_lazy("Answer"), "pick", lambda: ANSWERS)


def _contact(given: Given) -> Answer:
    kinds, moods = chosen(given, "line", _lines()), chosen(given, "mood", MOODS)
    times, when = number(given, "at_least") or 1, period(given)
    found = Interaction.objects.standing().filter(when.of("at")).order_by()
    words = [words_of(kinds, _lines()) if kinds else _("a line on the timeline")]
    if kinds:
        found = found.filter(kind__in=kinds)
    else:
        found = found.filter(kind__in=[key for key, _label in _lines()])
    if moods:
        found = found.filter(mood__in=moods)
        words.append(_("mood %s") % words_of(moods, MOODS))
    if times > 1:
        words.append(_("at least %d times") % times)
    kept = {"line": kinds, "mood": moods, "at_least": [str(times)] if times > 1 else [], **when.given}
    said = ", ".join([*words, *filter(None, [when.said])])
    found_so_often = among(found, times=times)
    return Answer({name: value for name, value in kept.items() if value}, said, found_so_often)


def _consent(given: Given) -> Answer:
    names = {"channel": CHANNELS, "topic": TOPICS, "answer": ANSWERS}
    three = {
        name: wanted(picked(given, name, options), _("Please choose something here."))
        for name, options in names.items()
    }
    asked = {"channel": three["channel"][0], "topic": three["topic"][0]}
    answer = three["answer"][0]
    meaning = never_asked(asked) if answer == "unasked" else answered(asked, answer == "yes")
    words = {name: words_of(three[name], options) for name, options in names.items()}
    return Answer(three, _("“%(topic)s” by %(channel)s: %(answer)s") % words, meaning)


register_kinds(
    [
        Kind(
            "contact",
            gettext_lazy("Something on the timeline"),
            SAID,
            _contact,
            (LINE, MOOD, AT_LEAST, *PERIOD),
        ),
        Kind("consent", gettext_lazy("Said yes or no"), SAID, _consent, (CHANNEL, TOPIC, ANSWER)),
    ]
)
