"""Rules: put together like sentences, refused when hostile, one statement for the database."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from customers.actions.figures import refresh_figures
from customers.models import (
    Consent,
    Customer,
    CustomField,
    Interaction,
    Purchase,
    PurchaseLine,
    Referral,
    StageChange,
    Tag,
)
from customers.segments.anniversary import pairs_ahead
from customers.segments.asking import every_kind, read_rule
from customers.segments.rule import RuleRefused

NOW = timezone.now().replace(hour=12, minute=0)


def ask(key, *, is_not=False, **given):
    lists = {name: value if isinstance(value, list) else [str(value)] for name, value in given.items()}
    return {"ask": key, **({"not": True} if is_not else {}), "with": lists}


def group(join, *parts):
    return {"join": join, "parts": list(parts)}


def names(*parts, join="all"):
    people = Customer.objects.filter(read_rule(group(join, *parts)).meaning)
    return " ".join(sorted(people.values_list("given_name", flat=True)))


def buy(customer, days, total, category="", **more):
    at = NOW - timedelta(days=days)
    kept = {"at": at, "total": Decimal(total), "currency": "GBP", "source": "till", **more}
    purchase = Purchase.objects.create(customer=customer, **kept)
    if category:
        PurchaseLine.objects.create(
            purchase=purchase,
            position=1,
            category=category,
            product_name=f"{category} 7",
            quantity=1,
            unit_price=1,
        )


@pytest.fixture
def people(shop):
    made = {
        name: Customer.objects.create(given_name=name, **more)
        for name, more in {
            "Ada": {"birth_day": 29, "birth_month": 2, "city": "Utrecht", "custom": {"boots": 42}},
            "Ben": {"stage": "lapsed", "custom": {"since": "2019-06-01"}},
            "Cas": {"birth_year": 1990, "birth_day": 1, "birth_month": 1},
        }.items()
    }
    buy(made["Ada"], 10, 40, "Tea")
    buy(made["Ada"], 20, 60, "Tea")
    buy(made["Ben"], 500, 900, "Pots")
    buy(made["Ben"], 5, -20, is_refund=True)
    buy(made["Cas"], 5, 15, "Pots", voided_at=NOW)
    refresh_figures(None)
    return made


PLACED = {"at_least": "2", "when": "within", "days": "30"}
CASES = [
    (ask("bought"), "Ada Ben"),
    (ask("bought", at_least=2, when="within", days=600), "Ada"),
    (ask("bought", category=["Tea"]), "Ada"),
    (ask("bought", product="pots"), "Ben"),
    (ask("bought", category=["Tea", "Pots"], **PLACED), "Ada"),
    (ask("bought", at_most=0), "Cas"),
    (ask("bought", at_most=1), "Ben Cas"),
    (ask("bought", at_least=1, at_most=1), "Ben"),
    (ask("bought", is_not=True, when="within", days=100), "Ben Cas"),
    (ask("spent", at_least=50, when="within", days=30), "Ada"),
    (ask("spent", at_most=0, when="within", days=30), "Ben Cas"),
    (ask("spent", at_least=100, at_most=500), "Ada"),
    (ask("receipt", at_least=51), "Ben"),
    (ask("returned", when="within", days=30), "Ben"),
    (ask("lives", city="utrecht"), "Ada"),
    (ask("born", at_least=1980), "Cas"),
    (ask("stage", value="lapsed"), "Ben"),
    (ask("custom.boots", at_least=40), "Ada"),
    (ask("custom.since", when="before", on="2020-01-01"), "Ben"),
    (ask("custom.since.known", known="no"), "Ada Cas"),
    (ask("custom.since.again", days=365), "Ben"),
    (ask("last_purchase", when="within", days=30), "Ada Dia"),
    (ask("first_purchase_again", days=3), "Dia"),
    (ask("moved", to_stage=["lapsed"], when="within", days=9), "Dia"),
    (ask("contact", line="visit", mood="happy"), "Dia"),
    (ask("consent", channel="email", topic="treats", answer="yes"), "Dia"),
    (ask("referred", way="sent"), "Dia"),
]


@pytest.fixture
def dia(people):
    """Somebody of whom all is true that stands beside a customer."""
    dia = Customer.objects.create(
        given_name="Dia", last_purchase_at=NOW, first_purchase_at=NOW - timedelta(days=4 * 365 + 1)
    )
    StageChange.objects.create(customer=dia, to_stage="lapsed", effective_on=NOW.date(), reason="silence")
    Interaction.objects.create(customer=dia, kind="visit", at=NOW, mood="happy")
    Consent.objects.create(
        customer=dia, channel="email", topic="treats", is_given=True, source="till", at=NOW
    )
    Referral.objects.create(advocate=dia, friend=people["Ada"], way="link", at=NOW)
    return dia


def test_each_condition_finds_whom_it_says_and_says_it(people, dia):
    CustomField.objects.create(key="boots", label="Boot size", kind="number")
    CustomField.objects.create(key="since", label="Member since", kind="day")
    everybody = {"Ada", "Ben", "Cas", "Dia"}

    for condition, expected in CASES:
        found, rest = names(condition).split(), names(condition, join="none").split()
        ours = everybody - {"Dia"} if "Dia" not in expected else everybody
        assert (" ".join(n for n in found if n in ours), condition) == (expected, condition)
        assert sorted([*found, *rest]) == sorted(everybody), condition
        kept = read_rule(group("all", condition))
        assert (bool(kept.said), read_rule(kept.kept).kept) == (True, kept.kept)


def test_a_rule_is_one_statement_and_one_sentence(people):
    pots = Tag.objects.create(name="Pots", folded_name="pots")
    rule = group(
        "all",
        ask("bought", category=["Tea"], at_least=2, when="within", days=365),
        group(
            "any",
            ask("tag", value=str(pots.pk)),
            ask("birthday", days=7),
            ask("quiet", value="yes", is_not=True),
        ),
    )

    part = read_rule(rule)
    with CaptureQueriesContext(connection) as asked:
        Customer.objects.filter(part.meaning).count()

    assert len(asked) == 1
    assert part.said == (
        "bought something from “Tea” at least 2 times within the last 365 days and "
        "(Any of the tags: Pots or has a birthday within the next 7 days or not (Do not disturb: yes))"
    )


def nested(depth):
    return group("all", nested(depth - 1)) if depth else group("all", ask("stage", value="lapsed"))


HOSTILE = [
    None,
    [],
    "all",
    {},
    {"join": "all"},
    {"join": ["all"], "parts": []},
    {"join": "xor", "parts": [ask("late")]},
    {"join": "all", "parts": [], "sql": "1=1"},
    group("all"),
    nested(8),
    group("all", *[ask("late")] * 41),
    group("all", *[group("any", *[ask("late")] * 30)] * 2),
    group("all", ask("password", value="x")),
    group("all", {"ask": ["late"]}),
    group("all", {"ask": "late", "not": "yes"}),
    group("all", {"ask": "late", "with": {"value": ["x"]}}),
    group("all", {"ask": "stage", "with": {"value": "lapsed"}}),
    group("all", {"ask": "stage", "with": {"value": [{"a": 1}]}}),
    group("all", ask("stage", value="' OR 1=1 --")),
    group("all", ask("bought", at_least="-1")),
    group("all", ask("bought", at_least="9" * 60)),
    group("all", ask("bought", at_least=3, at_most=2)),
    group("all", ask("bought", when="within", days="99999999")),
    group("all", ask("bought", when="since", on="0001-01-01")),
    group("all", ask("lives", city="a" * 5000)),
    group("all", ask("lives", city="\x00")),
    group("all", ask("birthday", days=366)),
    group("all", ask("spent", at_least="NaN")),
]


@pytest.mark.parametrize(
    ("key", "bounds", "words"),
    [
        ("reviewed", {"at_least": 1, "at_most": 1}, "with exactly 1 star"),
        ("reviewed", {"at_least": 1, "at_most": 2}, "with 1 to 2 stars"),
        ("reviewed", {"at_least": 2}, "with at least 2 stars"),
        ("answered", {"at_most": 1}, "with at most 1 point"),
        ("answered", {"at_least": 0, "at_most": 0}, "with exactly 0 points"),
    ],
)
def test_one_star_is_said_as_one(shop, key, bounds, words):
    assert read_rule(group("all", ask(key, **bounds))).said.endswith(words)


@pytest.mark.parametrize(
    ("condition", "words"),
    [
        (ask("spent", at_least="1234.5"), "spent at least £1,234.50"),
        (ask("spent", at_least="0.125", at_most="1000"), "spent £0.125 to £1,000.00"),
        (ask("receipt", at_most=20), "spends at most £20.00 on a usual receipt"),
        (ask("score.expected_value", at_least=40), "Worth in the next 12 months: at least £40.00"),
        (ask("score.gap", at_least=40), "Days between two visits: at least 40"),
        (ask("bought", at_least=1000), "bought something at least 1,000 times"),
        (ask("born", at_least=1980, at_most=1980), "born in the year: exactly 1980"),
    ],
)
def test_sums_are_said_in_the_money_of_the_shop_and_years_are_no_sums(shop, condition, words):
    assert read_rule(group("all", condition)).said == words


@pytest.mark.django_db
def test_a_sum_is_said_before_the_shop_is_open():
    assert read_rule(group("all", ask("spent", at_least=50))).said == "spent at least 50"


def test_what_is_true_of_everybody_is_so_beside_an_or_and_never_in_its_opposite(people):
    always, everybody = ask("bought", at_least=0, when="within", days=30), "Ada Ben Cas"

    assert (names(always), names(always, ask("late"), join="any")) == (everybody, everybody)
    assert names({**always, "not": True}) == ""
    assert (names(always, join="none"), names(always, ask("late"), join="none")) == ("", "")


@pytest.mark.django_db
def test_a_rule_that_asks_for_more_than_a_statement_can_count_is_refused():
    shelves = [f"Shelf {number}" for number in range(20)]

    with pytest.raises(RuleRefused, match="asks for too much at once"):
        read_rule(group("any", *[ask("bought", category=shelves)] * 40))
    assert read_rule(group("any", *[ask("bought", category=shelves)] * 5)).said


@pytest.mark.django_db
def test_hostile_rules_are_refused_with_a_sentence():
    for rule in HOSTILE:
        with pytest.raises(RuleRefused) as refused:
            read_rule(rule)
        assert all(len(sentence) > 10 for sentence in refused.value.sentences), rule


def test_words_of_a_stranger_stay_words(people):
    for words in ("'; DROP TABLE customers_customer --", "%", "100%%s", "{0}", '"', "\\"):
        for condition in (ask("lives", city=words), ask("bought", product=words), ask("facts", words=words)):
            assert names(condition) == ""


def test_pairs_ahead_keep_the_leap_day_in_every_year():
    on = NOW.date().replace

    assert pairs_ahead(0, on(year=2027, month=2, day=28)) == [(2, 28), (2, 29)]
    assert pairs_ahead(1, on(year=2028, month=2, day=28)) == [(2, 28), (2, 29)]
    assert pairs_ahead(1, on(year=2027, month=12, day=31)) == [(1, 1), (12, 31)]


# "e" is true of everybody, as at least none is.
leaves = st.sampled_from("abce").flatmap(lambda tag: st.tuples(st.just(tag), st.booleans()))
trees = st.recursive(
    leaves,
    lambda inner: st.tuples(st.sampled_from(["all", "any", "none"]), st.lists(inner, min_size=1, max_size=3)),
    max_leaves=6,
)


def holds(tree, tags):
    if isinstance(tree[1], bool):
        return (tree[0] in {*tags, "e"}) != tree[1]
    each = [holds(part, tags) for part in tree[1]]
    return {"all": all, "any": any, "none": lambda values: not any(values)}[tree[0]](each)


def sent(tree, keys):
    if tree[0] == "e":
        return ask("bought", at_least=0, when="within", days=30, is_not=tree[1])
    if isinstance(tree[1], bool):
        return ask("tag", value=keys[tree[0]], is_not=tree[1])
    return group(tree[0], *(sent(part, keys) for part in tree[1]))


def deep(tree):
    return 0 if isinstance(tree[1], bool) else 1 + max(map(deep, tree[1]))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tree=trees)
def test_groups_mean_what_and_or_and_none_mean(shop, tree):
    keys = {
        name: str(Tag.objects.get_or_create(folded_name=name, defaults={"name": name})[0].pk)
        for name in "abc"
    }
    if not Customer.objects.exists():
        for mask in range(8):
            made = Customer.objects.create(
                given_name="".join(n for i, n in enumerate("abc") if mask >> i & 1)
            )
            made.tags.set([keys[name] for name in made.given_name])
    if deep(tree) > 3:
        return

    rule = group("all", sent(tree, keys))
    found = Customer.objects.filter(read_rule(rule).meaning).values_list("given_name", flat=True)

    expected = {each for each in Customer.objects.values_list("given_name", flat=True) if holds(tree, each)}
    assert set(found) == expected


@pytest.mark.django_db
def test_every_condition_has_its_words():
    for kind in every_kind().values():
        assert "" not in (str(kind.label), str(kind.section)), kind.key
