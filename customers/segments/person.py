"""Conditions on who somebody is: where they live, with whom, what we know of them."""

from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from customers.models import Channel, Customer, QuickFact, QuickFactKind
from customers.segments.kind import PERSON, Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.reading import among, bounds, chosen, picked, text, wanted, words_of

CHANNELS: Options = list(Channel.choices)
FACTS: Options = list(QuickFactKind.choices)
YES_NO = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
TOWN = Input("city", gettext_lazy("Town"), "text")
POSTCODE = Input("postcode", gettext_lazy("Postcode begins with"), "text")
FACT = Input("fact", gettext_lazy("Kind"), "ticks", lambda: FACTS)
WORDS = Input("words", gettext_lazy("In it stands"), "text")
SHARED = Input("shared", gettext_lazy("Lives with others we know"), "pick", lambda: YES_NO)
BORN = (
    Input("at_least", gettext_lazy("In or after the year"), "number"),
    Input("at_most", gettext_lazy("In or before the year"), "number"),
)


def _lives(given: Given) -> Answer:
    city, postcode = text(given, "city"), text(given, "postcode")
    wanted(city or postcode, _("Which town, or which postcode?"))
    meaning, words, kept = Q(), [], {}
    if city:
        meaning &= Q(city__iexact=city)
        words.append(_("lives in “%s”") % city)
        kept["city"] = [city]
    if postcode:
        meaning &= Q(postcode__istartswith=postcode)
        words.append(_("postcode begins with “%s”") % postcode)
        kept["postcode"] = [postcode]
    return Answer(kept, ", ".join(words), meaning)


def _household(given: Given) -> Answer:
    shared = wanted(picked(given, "shared", YES_NO), _("Please choose something here."))
    said = _("lives with others we know: %s") % words_of(shared, YES_NO)
    together = Q(pk__in=Customer.objects.filter(household__in=_shared_homes()).order_by().values("pk"))
    return Answer({"shared": shared}, said, together if shared == ["yes"] else ~together)


def _shared_homes() -> QuerySet[Any]:
    """Where at least two live: of a household whose others have left, one is left who lives alone."""
    homes = Customer.objects.filter(household__isnull=False).order_by().values("household")
    return homes.annotate(people=Count("pk")).filter(people__gt=1).values("household")


def _facts(given: Given) -> Answer:
    kinds, words = chosen(given, "fact", FACTS), text(given, "words")
    wanted(kinds or words, _("Please choose something here."))
    found = QuickFact.objects.filter(text__icontains=words) if words else QuickFact.objects.all()
    if kinds:
        found = found.filter(kind__in=kinds)
    subject = words_of(kinds, FACTS) if kinds else _("What we know of them")
    said = _("%(label)s: %(said)s") % {"label": subject, "said": f"“{words}”" if words else _("something")}
    kept = {name: value for name, value in (("fact", kinds), ("words", [words] if words else [])) if value}
    return Answer(kept, said, among(found))


def _born(given: Given) -> Answer:
    years = wanted(bounds(given) or None, _("Which year?"))
    return Answer(years.given, _("born in the year: %s") % years.said_as(str), years.of("birth_year"))


def _speaks(given: Given) -> Answer:
    language = wanted(text(given, "language"), _("Which language?")).lower()
    return Answer({"language": [language]}, _("language: %s") % language, Q(language__iexact=language))


def _prefers(given: Given) -> Answer:
    ways = wanted(chosen(given, "ways", CHANNELS), _("Please choose something here."))
    said = _("prefers: %s") % words_of(ways, CHANNELS)
    return Answer({"ways": ways}, said, Q(preferred_channel__in=ways))


LANGUAGE = Input("language", gettext_lazy("Language, such as en"), "text")
WAYS = Input("ways", gettext_lazy("Prefers"), "ticks", lambda: CHANNELS)
register_kinds(
    [
        Kind("lives", gettext_lazy("Where they live"), PERSON, _lives, (TOWN, POSTCODE)),
        Kind("household", gettext_lazy("Household"), PERSON, _household, (SHARED,)),
        Kind("facts", gettext_lazy("What we know of them"), PERSON, _facts, (FACT, WORDS)),
        Kind("born", gettext_lazy("Year of birth"), PERSON, _born, BORN),
        Kind("language", gettext_lazy("Language"), PERSON, _speaks, (LANGUAGE,)),
        Kind("prefers", gettext_lazy("Prefers"), PERSON, _prefers, (WAYS,)),
    ]
)
