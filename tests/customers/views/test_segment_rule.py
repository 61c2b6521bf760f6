"""A rule on its page: built by buttons without script, counted, saved, changed, and hidden from others."""

import re
from decimal import Decimal

import pytest

from crm.shop.models import AuditEntry
from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import Customer, Segment, Tag

ADD, COUNT = "/customers/segments/rule/", "/customers/segments/rule/count/"
LAPSED = {"rule.join": "all", "rule.0.ask": "stage", "rule.0.with.value": "lapsed"}
RULE = {"join": "all", "parts": [{"ask": "stage", "with": {"value": ["lapsed"]}}]}


@pytest.fixture
def gone(anna):
    Customer.objects.filter(pk=anna.pk).update(stage="lapsed")
    return anna


@pytest.fixture
def kept(mira):
    segment = Segment.objects.create(name="Gone", owner=mira, rule=RULE)
    Segment.objects.filter(pk=segment.pk).update(query=f"matches={segment.pk}")
    return segment


def page(response):
    return response.content.decode()


def test_a_rule_grows_and_shrinks_by_buttons_alone(as_staff, gone, bert):
    Tag.objects.create(name="Choir", folded_name="choir")

    empty = page(as_staff.get(ADD))
    one = as_staff.post(ADD, {"rule.join": "all", "rule.new": "stage", "do": "add:rule"})
    two = as_staff.post(ADD, {**LAPSED, "do": "group:rule", "name": "Half typed"})
    three = as_staff.post(ADD, {**LAPSED, "rule.1.join": "any", "rule.1.new": "tag", "do": "add:rule.1"})
    less = as_staff.post(ADD, {**LAPSED, "rule.1.join": "any", "rule.1.0.ask": "late", "do": "remove:rule.0"})

    assert 'name="rule.new"' in empty
    assert 'name="rule.0.with.value"' in page(one)
    assert ('name="rule.1.join"' in page(two), "Half typed" in page(two)) == (True, True)
    assert "Choir" in page(three)
    assert ('value="stage"><' in page(less), 'name="rule.0.0.ask"' in page(less)) == (False, True)
    assert [each.status_code for each in (one, two, three, less)] == [200] * 4
    assert Segment.objects.count() == 0


def test_a_box_with_nothing_to_tick_is_left_out(as_staff, anna, mira):
    bought = {"rule.join": "all", "rule.new": "bought", "do": "add:rule"}
    before = page(as_staff.post(ADD, bought))
    lines = [Line(product_name="Wool", quantity=Decimal(1), unit_price=Decimal(5), category="Yarn")]
    record_purchase(Receipt(at=anna.created_at, lines=lines, currency="GBP"), customer=anna, by=mira)
    after = page(as_staff.post(ADD, bought))

    assert ("Product or its code" in before, "How often, at least" in before) == (True, True)
    assert ("Category" in before, "Category" in after, "Yarn" in after) == (False, True, True)


def test_the_count_follows_and_says_what_is_missing(as_staff, gone, bert):
    found = page(as_staff.post(COUNT, LAPSED))
    waits = page(as_staff.post(COUNT, {"rule.join": "all", "rule.0.ask": "stage"}))

    assert ("<strong>1</strong>" in found, str(gone) in found, "Stage: Lapsed" in found) == (True, True, True)
    assert "Please choose something here." in waits


def test_whoever_builds_goes_on_where_something_came_or_went(as_staff):
    nested = {**LAPSED, "rule.1.join": "any", "rule.1.0.ask": "late"}

    added = page(as_staff.post(ADD, {**nested, "rule.1.new": "stage", "do": "add:rule.1"}))
    grouped = page(as_staff.post(ADD, {**nested, "do": "group:rule"}))
    taken = page(as_staff.post(ADD, {**nested, "do": "remove:rule.1.0"}))

    assert [each.count("autofocus") for each in (added, grouped, taken)] == [1, 1, 1]
    assert 'id="rule.1.1" tabindex="-1" autofocus' in added
    assert 'name="rule.2.new" autofocus' in grouped
    assert 'name="rule.1.new" autofocus' in taken
    assert "autofocus" not in page(as_staff.post(ADD, {**nested, "do": "count"}))


def test_what_is_missing_is_said_with_its_condition_and_leads_there(as_staff):
    half = {"rule.join": "all", "rule.0.join": "any", "rule.0.0.ask": "stage", "name": "Half"}

    saved, waits = page(as_staff.post(ADD, {**half, "do": "save"})), page(as_staff.post(COUNT, half))

    assert '<a href="#rule.0.0">Stage: Please choose something here.</a>' in saved
    assert 'id="rule.0.0"' in saved
    assert ">Stage: Please choose something here.<" in waits


@pytest.mark.parametrize(
    ("asked", "given", "box", "said"),
    [
        ("birthday", {"days": "999"}, "days", "please write one from 0 to 365."),
        ("lives", {"city": "x" * 300}, "city", "Please write at most 200 characters here."),
        ("bought", {"at_least": "3", "at_most": "2"}, "at_most", "is more than"),
        ("spent", {"at_least": "lots"}, "at_least", "This is not an amount."),
        ("stage", {"value": "gone"}, "value", "is none of the choices."),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_with_what_would_be_right(as_staff, asked, given, box, said):
    boxes = {f"rule.0.with.{name}": value for name, value in given.items()}

    wrong = page(as_staff.post(ADD, {"rule.join": "all", "rule.0.ask": asked, **boxes, "do": "save"}))

    [beside] = re.findall(rf'id="rule\.0\.with\.{box}_error"[^>]*>(.*?)</ul>', wrong, re.DOTALL)
    assert said in beside


@pytest.mark.parametrize("number", ["9" * 5_000, "²", "-1", "x", ""])
def test_a_step_to_a_place_that_is_none_changes_nothing(as_staff, kept, number):
    step = as_staff.post(ADD, {**LAPSED, "do": f"remove:rule.{number}"})
    change = {**LAPSED, "rule.0.with.value": "advocacy", "version": number, "do": "save"}
    late = as_staff.post(f"/customers/segments/{kept.pk}/rule/", change)

    assert (step.status_code, 'name="rule.0.ask"' in page(step), late.status_code) == (200, True, 409)


def test_a_rule_is_saved_and_shows_in_the_list(as_staff, mira, gone, bert):
    response = as_staff.post(ADD, {**LAPSED, "name": "Gone", "do": "save"})
    again = as_staff.post(ADD, {**LAPSED, "name": "Gone", "do": "save"})

    segment = Segment.objects.get()
    assert (segment.rule, segment.query, segment.owner) == (RULE, f"matches={segment.pk}", mira)
    assert response.headers["Location"] == again.headers["Location"]
    listed = page(as_staff.get(response.headers["Location"]))
    assert (str(gone) in listed, str(bert) in listed) == (True, False)
    assert "Stage: Lapsed" in page(as_staff.get("/customers/segments/"))
    assert AuditEntry.objects.filter(verb="segment.saved").count() == 1


def test_a_rule_with_mistakes_comes_back(as_staff, gone):
    response = as_staff.post(
        ADD,
        {"rule.join": "all", "rule.0.ask": "birthday", "rule.0.with.days": "999", "name": "B", "do": "save"},
    )
    nameless = as_staff.post(ADD, {**LAPSED, "name": "", "do": "save"})

    assert (response.status_code, nameless.status_code, Segment.objects.count()) == (422, 422, 0)
    assert "is not a whole number that we can use" in page(response)


def test_a_rule_is_changed_unless_a_colleague_was_faster(as_staff, kept):
    address = f"/customers/segments/{kept.pk}/rule/"
    changed = {**LAPSED, "rule.0.with.value": "advocacy", "do": "save"}

    first = as_staff.post(address, {**changed, "version": "1"})
    again = as_staff.post(address, {**changed, "version": "1"})
    late = as_staff.post(address, {**LAPSED, "version": "1", "do": "save"})

    kept.refresh_from_db()
    assert [first.status_code, again.status_code, late.status_code] == [302, 302, 409]
    assert (kept.version, kept.rule["parts"][0]["with"]) == (2, {"value": ["advocacy"]})
    assert 'name="version" value="2"' in page(late)


def test_a_rule_of_another_is_hidden_and_viewers_may_only_look(client, kept, mark, vera):
    client.force_login(mark)
    assert client.get(f"/customers/segments/{kept.pk}/rule/").status_code == 404

    Segment.objects.update(is_shared=True)
    client.force_login(vera)
    assert client.get(f"/customers/segments/{kept.pk}/rule/").status_code == 403
    assert client.get(COUNT).status_code == 405


def test_a_list_of_a_rule_that_is_no_more_finds_nobody_to_change(as_staff, kept, gone):
    Segment.objects.filter(pk=kept.pk).update(rule={"join": "all", "parts": [{"ask": "gone", "with": {}}]})

    listed = page(as_staff.get(f"/customers/?matches={kept.pk}"))
    handed_out = as_staff.get(f"/customers/export/?list=matches={kept.pk}&who=all")

    assert "cannot be read any more" in listed
    assert handed_out.status_code != 200


@pytest.mark.parametrize(
    ("given", "box", "sentence"),
    [
        ({"at_least": "-5"}, "at_least", "This cannot be below zero."),
        ({"at_least": "5", "days": "30"}, "when", "Choose a “When”, or empty the days"),
        ({"at_least": "5", "on": "2026-03-01"}, "when", "Choose a “When”, or empty the days"),
        ({"at_least": "5", "when": "within"}, "days", "How many days?"),
    ],
)
def test_what_is_wrong_is_said_beside_its_box_and_stays(as_staff, given, box, sentence):
    rule = {"rule.join": "all", "rule.0.ask": "spent"}
    rule |= {f"rule.0.with.{name}": value for name, value in given.items()}

    response = as_staff.post(ADD, {**rule, "name": "Some", "do": "save"})

    assert response.status_code == 422
    found = page(response)
    assert f'id="rule.0.with.{box}_error"' in found
    assert sentence in found.partition(f'id="rule.0.with.{box}_error"')[2][:400]
    assert all(f'value="{value}"' in found for value in given.values())
    assert Segment.objects.count() == 0
