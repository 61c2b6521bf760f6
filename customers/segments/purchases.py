"""Conditions on purchases and their lines."""

from decimal import Decimal

from django.db.models import F, Q
from django.db.models.lookups import GreaterThanOrEqual, LessThanOrEqual
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from crm.shop.models import Location, ShopSettings
from crm.web.templatetags.amounts import unit_price
from customers.filtering.condition import either
from customers.models import Channel, Purchase, PurchaseLine
from customers.segments.bought import ONCE, Bought
from customers.segments.kind import BOUGHT, Answer, Given, Input, Kind, Options, register_kinds
from customers.segments.paid import how_much
from customers.segments.period import PERIOD, Period, period
from customers.segments.reading import (
    SUM_AT_LEAST,
    SUM_AT_MOST,
    Bounds,
    among,
    bounds,
    chosen,
    sum_,
    text,
    texts,
    wanted,
    words_of,
)

MOST_CATEGORIES = 80
CHANNELS: Options = list(Channel.choices)


def _places() -> Options:
    return [(str(place.pk), place.name) for place in Location.objects.all()]


def _categories() -> Options:
    """The categories there are, along the index: one step for each, not for each line."""
    found: list[str] = []
    lines = PurchaseLine.objects.exclude(category="").order_by("category")
    while len(found) < MOST_CATEGORIES:
        following = lines.filter(category__gt=found[-1] if found else "")
        one_more = following.values_list("category", flat=True).first()
        if one_more is None:
            break
        found.append(one_more)
    return [(each, each) for each in found]


CATEGORY = Input("category", gettext_lazy("Category"), "ticks", _categories)
PRODUCT = Input("product", gettext_lazy("Product or its code"), "text")
PLACE = Input("place", gettext_lazy("Where"), "ticks", _places)
OFTEN_AT_LEAST = Input("at_least", gettext_lazy("How often, at least"), "number")
OFTEN_AT_MOST = Input("at_most", gettext_lazy("How often, at most"), "number")
CHANNEL = Input("channel", gettext_lazy("How"), "ticks", lambda: CHANNELS)


def _bought(given: Given) -> Answer:
    times, when = bounds(given) or ONCE, period(given)
    categories, product = texts(given, "category"), text(given, "product")
    places, channels = _places(), chosen(given, "channel", CHANNELS)
    place = chosen(given, "place", places)
    words = []
    if categories:
        words.append(_("from %s") % either(f"“{each}”" for each in categories))
    if product:
        words.append(f"“{product}”")
    if place:
        words.append(_("in %s") % words_of(place, places))
    if channels:
        words.append(_("by %s") % words_of(channels, CHANNELS))
    if times != ONCE:
        words.append(ngettext("%s time", "%s times", times.many) % times.said)
    said = " ".join([_("bought something"), *words, when.said]).strip()
    kept = {"category": categories, "product": [product] if product else [], "place": place}
    kept |= {"channel": channels, **times.given, **when.given}
    asked = Bought(when, times, categories, product, place, channels)
    return Answer({name: value for name, value in kept.items() if value}, said, asked.meaning)


def _spent(given: Given) -> Answer:
    sums, when = wanted(bounds(given, sum_) or None, _("How much, at least or at most?")), period(given)
    said = " ".join([_("spent %s") % in_money(sums), when.said]).strip()
    if not when:
        return Answer(sums.given, said, sums.of("spend"))
    return Answer({**sums.given, **when.given}, said, _paid(when, sums))


def in_money(sums: Bounds) -> str:
    """In the shop's own currency: the only one that spend counts."""
    shop = ShopSettings.current()
    return sums.said_as(lambda amount: unit_price(amount, shop.currency)) if shop else sums.said


def _paid(when: Period, sums: Bounds) -> Q:
    """What somebody paid in that time in the shop's own currency; who bought nothing spent nothing."""
    paid, meaning = how_much(when), Q()
    if sums.low is not None:
        meaning &= Q(GreaterThanOrEqual(paid, sums.low))
    return meaning if sums.high is None else meaning & Q(LessThanOrEqual(paid, sums.high))


def _receipt(given: Given) -> Answer:
    sums = wanted(bounds(given, sum_) or None, _("How much, at least or at most?"))
    meaning = Q(purchase_count__gt=0)
    if sums.low is not None:
        meaning &= Q(spend__gte=Decimal(sums.low) * F("purchase_count"))
    if sums.high is not None:
        meaning &= Q(spend__lte=Decimal(sums.high) * F("purchase_count"))
    return Answer(sums.given, _("spends %s on a usual receipt") % in_money(sums), meaning)


def _returned(given: Given) -> Answer:
    when = period(given)
    refunds = Purchase.objects.standing().refunds().filter(customer__isnull=False).order_by()
    said = " ".join([_("brought something back"), when.said]).strip()
    return Answer(when.given, said, among(refunds.filter(when.of("at"))))


register_kinds(
    [
        Kind(
            "bought",
            gettext_lazy("Bought something"),
            BOUGHT,
            _bought,
            (CATEGORY, PRODUCT, OFTEN_AT_LEAST, OFTEN_AT_MOST, *PERIOD, PLACE, CHANNEL),
        ),
        Kind("spent", gettext_lazy("Spent"), BOUGHT, _spent, (SUM_AT_LEAST, SUM_AT_MOST, *PERIOD)),
        Kind("receipt", gettext_lazy("Average receipt"), BOUGHT, _receipt, (SUM_AT_LEAST, SUM_AT_MOST)),
        Kind("returned", gettext_lazy("Brought something back"), BOUGHT, _returned, PERIOD),
    ]
)
