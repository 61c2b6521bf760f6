"""The parameters that every shop has. Whatever is not here (or an own field) is refused."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.lookups import Exact
from django.utils.dates import MONTHS
from django.utils.translation import gettext_lazy as _

from crm.shop.models import Location, User
from customers.filtering import reading
from customers.filtering.condition import Parameter
from customers.filtering.tag_names import or_by_name
from customers.filtering.typed import by_typed_words
from customers.models import (
    Consent,
    ConsentChannel,
    ConsentTopic,
    Customer,
    Email,
    Phone,
    Relationship,
    Stage,
    Tag,
)
from customers.models.consent import ASKED_ANEW

NOBODY = "nobody"
AT_LEAST, AT_MOST = _("at least %s"), _("at most %s")
SINCE, BEFORE = _("on %s or later"), _("before %s")


def _column(name: str) -> Any:
    return lambda chosen: Q(**{f"{name}__in": chosen})


def _with_any_tag(tags: list[int]) -> Q:
    tagged = Customer.tags.through.objects.filter(tag_id__in=tags)
    return Q(_of_this_customer(tagged))


def _with_every_tag(tags: list[int]) -> Q:
    question = Q()
    for tag in tags:
        question &= _with_any_tag([tag])
    return question


def _looked_after_by(people: list[int]) -> Q:
    return Q(looked_after_by__in=people) if people else Q(looked_after_by=None)


def _of_this_customer(rows: QuerySet[Any]) -> Exists:
    return Exists(rows.filter(customer=OuterRef("pk")))


_NEWS = {"channel": str(ConsentChannel.EMAIL), "topic": str(ConsentTopic.NEWS)}


def answered(question: dict[str, str], is_given: bool) -> Q:
    """Those for whom this answer stands (see ConsentQuerySet.counting), beginning with the few answers.

    Written so that the database can go through either side once: a yes stands that no no follows, nor
    stands before it unless they were asked anew; a no that no yes to our own words follows.
    """
    asked = Consent.objects.annotate(is_anew=ASKED_ANEW).filter(**question)
    others = asked.filter(customer=OuterRef("customer"), is_given=not is_given)
    later = Q(at__gt=OuterRef("at")) | Q(at=OuterRef("at"), pk__gt=OuterRef("pk"))
    lifts = later | Q(Exact(OuterRef("is_anew"), Value(False))) if is_given else later & Q(is_anew=True)
    stand = asked.filter(~Exists(others.filter(lifts)), is_given=is_given)
    return Q(pk__in=stand.values("customer"))


def never_asked(question: dict[str, str]) -> Q:
    """Those who said neither yes nor no to this."""
    return ~Q(_of_this_customer(Consent.objects.filter(**question)))


def _missing(ways: list[str]) -> Q:
    question = Q()
    for way in ways:
        question &= ~Q(_of_this_customer(MISSING[way]))
    return question


MISSING: dict[str, QuerySet[Any]] = {"email": Email.objects.all(), "phone": Phone.objects.all()}
MISSING_WORDS = {"email": _("no e-mail"), "phone": _("no phone number")}
CONSENT_WORDS = {"yes": _("yes"), "no": _("no"), "unasked": _("never asked")}
CONSENTS = {
    "yes": (CONSENT_WORDS["yes"], answered(_NEWS, True)),
    "no": (CONSENT_WORDS["no"], answered(_NEWS, False)),
    "unasked": (CONSENT_WORDS["unasked"], never_asked(_NEWS)),
}
QUIET = {
    "yes": (_("yes"), Q(do_not_disturb_since__isnull=False)),
    "no": (_("no"), Q(do_not_disturb_since=None)),
}
MONTH_WORDS = {str(number): name for number, name in MONTHS.items()}

_EVERY_SHOP = [
    Parameter("q", _("Found for"), reading.words(lambda typed: by_typed_words(typed[0]))),
    Parameter("stage", _("Stage"), reading.choice(dict(Stage.choices), _column("stage"))),
    Parameter("tag", _("Any of the tags"), or_by_name(reading.rows(Tag.objects.all, _with_any_tag))),
    Parameter("every_tag", _("All of the tags"), or_by_name(reading.rows(Tag.objects.all, _with_every_tag))),
    Parameter("source", _("Found us by"), reading.words(_column("source"))),
    Parameter("location", _("Last seen in"), reading.rows(Location.objects.all, _column("last_location"))),
    Parameter(
        "bought_since",
        _("Last purchase"),
        reading.on_day(lambda on: Q(last_purchase_at__gte=reading.morning_of(on)), SINCE),
    ),
    Parameter(
        "bought_before",
        _("Last purchase"),
        reading.on_day(lambda on: Q(last_purchase_at__lt=reading.morning_of(on)), BEFORE),
    ),
    Parameter(
        "within",
        _("Last purchase"),
        reading.in_days(lambda days: Q(last_purchase_at__gte=reading.days_ago(days))),
    ),
    Parameter(
        "not_within",
        _("Last purchase"),
        reading.in_days(lambda days: Q(last_purchase_at__lt=reading.days_ago(days)), is_over=True),
    ),
    Parameter("spend_from", _("Spent"), reading.amount(lambda sum_: Q(spend__gte=sum_), AT_LEAST)),
    Parameter("spend_to", _("Spent"), reading.amount(lambda sum_: Q(spend__lte=sum_), AT_MOST)),
    Parameter("purchases_from", _("Purchases"), reading.number(lambda n: Q(purchase_count__gte=n), AT_LEAST)),
    Parameter("purchases_to", _("Purchases"), reading.number(lambda n: Q(purchase_count__lte=n), AT_MOST)),
    Parameter(
        "birthday_month",
        _("Birthday in"),
        reading.choice(MONTH_WORDS, lambda chosen: Q(birth_month__in=[int(month) for month in chosen])),
    ),
    Parameter("owner", _("Looked after by"), reading.rows(User.objects.all, _looked_after_by, nobody=NOBODY)),
    Parameter("missing", _("Missing"), reading.choice(MISSING_WORDS, _missing)),
    Parameter("consent_email", _("May get news by e-mail"), reading.one_choice(CONSENTS)),
    Parameter(
        "relationship",
        _("Relationship"),
        reading.choice(dict(Relationship.choices), _column("relationship")),
    ),
    Parameter(
        "created_since",
        _("Known to us since"),
        reading.on_day(lambda on: Q(created_at__gte=reading.morning_of(on)), SINCE),
    ),
    Parameter("quiet", _("Do not disturb"), reading.one_choice(QUIET)),
]
PARAMETERS: dict[str, Parameter] = {parameter.name: parameter for parameter in _EVERY_SHOP}
