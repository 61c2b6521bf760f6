"""What a row would change, decided in memory."""

import pytest

from customers.importing.cells import RowRefused
from customers.importing.customer_rows import CustomerRow
from customers.importing.planning import Known, Shelf


def shelf(*knowns):
    made = Shelf()
    for pk, known in enumerate(knowns, start=1):
        known.pk = pk
        made.add(known)
    return made


def row(**says):
    return CustomerRow(2, **says)


def test_match_goes_by_number_then_email_then_phone_then_card():
    by_number, by_email = Known(external_ids=["7"]), Known(emails=["a@b.example"])
    by_phone, by_card = Known(phones=["+441"]), Known(values={"card_code": "C"})
    made = shelf(by_number, by_email, by_phone, by_card)

    everything = {"emails": ["a@b.example"], "phones": ["+441"], "details": {"card_code": "C"}}
    assert made.match(row(external_id="7", **everything)) is by_number
    assert made.match(row(external_id="8", **everything)) is by_email
    assert made.match(row(phones=["+440", "+441"])) is by_phone
    assert made.match(row(details={"card_code": "C"})) is by_card
    assert made.match(row(emails=["new@b.example"])) is None


def test_match_refuses_what_several_share_unless_a_number_tells_them_apart():
    made = shelf(Known(phones=["+441"]), Known(phones=["+441"]))

    with pytest.raises(RowRefused, match="Several customers share"):
        made.match(row(phones=["+441"]))
    assert made.match(row(external_id="9", phones=["+441"])) is None


def test_match_by_phone_does_not_rename_somebody_of_another_name():
    joseph = Known(values={"given_name": "Joseph", "family_name": "Miller"}, phones=["+441"])
    made = shelf(joseph)

    with pytest.raises(RowRefused, match="Somebody of another name has this phone"):
        made.match(row(phones=["+441"], details={"given_name": "Anna"}))
    assert made.match(row(phones=["+441"], details={"given_name": "J.", "family_name": "MILLER"})) is joseph
    assert made.match(row(phones=["+441"])) is joseph
    assert made.match(row(external_id="9", phones=["+441"], details={"given_name": "Anna"})) is None
    assert made.match(row(emails=["a@b.example"], phones=["+441"], details={"given_name": "Anna"})) is None


def test_match_by_phone_names_whoever_has_no_name_yet():
    nameless = Known(phones=["+441"])

    assert shelf(nameless).match(row(phones=["+441"], details={"given_name": "Anna"})) is nameless


def test_match_by_bare_name_only_where_nothing_else_is_known():
    bare = Known(values={"given_name": "Éva"})
    made = shelf(bare, Known(values={"given_name": "Eva"}, phones=["+441"]))

    assert made.match(row(details={"given_name": "eva"})) is bare
    assert made.match(row(details={"given_name": "Otto"})) is None
    made.add(Known(9, values={"given_name": "Eva"}))
    with pytest.raises(RowRefused, match="have this name"):
        made.match(row(details={"given_name": "Eva"}))


def test_plan_fills_and_never_erases():
    known = Known(
        values={"given_name": "Anna", "city": "Leeds", "birth_day": 1, "birth_month": 2, "birth_year": 1980},
        tags=["VIP"],
        emails=["a@b.example"],
        custom={"boots": "38"},
    )

    says = row(
        emails=["a@b.example", "c@d.example"],
        tags=["vip", "new", "New"],
        custom={"team": "Red"},
        details={"given_name": "Ann", "birth_day": 1, "birth_month": 2, "birth_year": None},
        facts=[("likes", "maps"), ("likes", "maps")],
        external_id="7",
    )
    plan = shelf(known).plan(says)

    assert not plan.is_new
    assert known.values["city"] == "Leeds"
    assert known.values["birth_year"] == 1980
    assert (known.emails, known.tags) == (["a@b.example", "c@d.example"], ["VIP", "new"])
    assert known.custom == {"boots": "38", "team": "Red"}
    assert known.facts == [("likes", "maps")]
    assert plan.changes["given_name"] == ["Anna", "Ann"]
    assert set(plan.changes) == {"given_name", "emails", "tags", "custom", "facts", "external_ids"}


def test_plan_twice_changes_nothing_the_second_time():
    made = shelf()
    says = row(external_id="7", emails=["a@b.example"], answers={("email", "news"): (True, "Newsletter")})

    first, second = made.plan(says), made.plan(says)

    assert first.is_new
    assert second.known is first.known
    assert second.changes == {}


def test_a_file_that_says_a_and_then_b_again_changes_nothing():
    known = Known(external_ids=["7"], values={"given_name": "B"})
    made = shelf(known)

    made.plan(row(external_id="7", details={"given_name": "A"}))
    assert known.has_changed
    made.plan(row(external_id="7", details={"given_name": "B"}))
    assert not known.has_changed


@pytest.mark.parametrize(
    ("standing", "said", "recorded"),
    [
        (None, True, True),
        (None, False, True),
        (True, True, False),
        (True, False, True),
        (False, True, False),
        (False, False, False),
    ],
)
def test_consent_is_never_raised_and_a_no_is_honoured(standing, said, recorded):
    key = ("email", "news")
    known = Known(external_ids=["7"], answers={} if standing is None else {key: standing})

    shelf(known).plan(row(external_id="7", answers={key: (said, "Newsletter")}))

    assert known.said == ([("email", "news", said, "Newsletter")] if recorded else [])


def test_a_card_code_of_somebody_else_is_refused():
    made = shelf(Known(external_ids=["7"]), Known(values={"card_code": "C"}))

    with pytest.raises(RowRefused, match="card code"):
        made.plan(row(external_id="7", details={"card_code": "C"}))

    moved = Known(3, external_ids=["8"], values={"card_code": "D"})
    made.add(moved)
    made.plan(row(external_id="8", details={"card_code": "E"}))
    assert made.plan(row(external_id="7", details={"card_code": "D"})).known.values["card_code"] == "D"
