"""An import says whom it hits and what it changes about them, before it does."""

import pytest

from customers.actions.contact import add_quick_fact
from customers.actions.customer import create_customer
from customers.actions.import_running import preview_import
from customers.models import CustomField
from customers.views.import_changes import worded_changes
from tests.customers.actions.import_files import as_csv, bring, nothing, run


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def managed(client, mark):
    client.force_login(mark)
    return client


def preview_page(managed, mark, rows):
    data_import = preview_import(bring(as_csv(rows), mark), progress=nothing)
    return managed.get(f"/imports/{data_import.pk}/preview/").text


def test_preview_shows_that_jo_would_overwrite_joseph(managed, mark):
    joseph = create_customer(
        {"given_name": "Joseph", "family_name": "<b>Miller", "phones": ["+447700900123"]}, by=mark
    )

    rows = [{"First name": "Jo", "Last name": "Miller", "Phone": "07700 900123", "City": "York"}]
    page = preview_page(managed, mark, rows)

    assert f'<a href="/customers/{joseph.pk}/">Joseph &lt;b&gt;Miller</a>' in page
    assert "First name: Joseph → Jo" in page
    assert "Town: nothing → York" in page
    assert "Phone:" not in page


def test_number_of_another_system_is_shown_with_its_name(managed, mark):
    rows = [{"Customer number": "K1", "Email": "anna@b.example"}]
    run(as_csv(rows), mark, source="till")

    other = bring(as_csv([rows[0] | {"Customer number": "7"}]), mark, source="web shop")
    page = managed.get(f"/imports/{preview_import(other, progress=nothing).pk}/preview/").text

    assert "Their number in the other system: till: K1 → till: K1, 7" in page


def test_preview_says_that_anna_shares_the_phone_of_joseph(managed, mark):
    create_customer({"given_name": "Joseph", "phones": ["+447700900123"]}, by=mark)

    page = preview_page(managed, mark, [{"First name": "Anna", "Phone": "07700 900123"}])

    assert "Somebody of another name has this phone." in page
    assert "Joseph" not in page


def test_preview_names_the_customer_of_an_unchanged_row_and_nobody_for_a_new_one(managed, mark):
    create_customer({"given_name": "Anna", "emails": ["anna@b.example"]}, by=mark)
    rows = [
        {"First name": "", "Email": "anna@b.example"},
        {"First name": "Bert", "Email": "bert@b.example"},
        {"First name": "Bertie", "Email": "bert@b.example"},
    ]

    page = preview_page(managed, mark, rows)

    assert page.count("Whom it means:") == 1
    assert page.count("somebody whom an earlier row of this file brings") == 1
    assert "First name: Bert → Bertie" in page


def test_result_words_the_changes_too(managed, mark):
    CustomField.objects.create(key="boots", label="Boot size", kind="number")
    anna = create_customer({"given_name": "Anna", "emails": ["anna@b.example"]}, by=mark)
    add_quick_fact(anna, kind="likes", text="maps", by=mark)
    rows = [{"Email": "anna@b.example", "Likes": "tea", "Boot size": "38", "Newsletter": "no", "Tags": "vip"}]

    done = run(as_csv(rows), mark)
    page = managed.get(f"/imports/{done.pk}/result/?outcome=updated").text

    for words in (
        "Likes: nothing → tea",
        "Boot size: nothing → 38",
        "News and offers (E-mail): nothing → no",
        "Tags: nothing → vip",
    ):
        assert words in page
    assert "maps" not in page


def test_changes_are_worded_by_the_names_of_choices_and_kept_short():
    changes = {
        "preferred_channel": ["", "in_person"],
        "birth_year": [None, 1980],
        "whereabouts": ["x" * 100, "club"],
        "custom": [{}, {"gone": True}],
    }

    assert [tuple(change) for change in worded_changes(changes, {})] == [
        ("Prefers", "nothing", "In person"),
        ("Birthday: year", "nothing", "1980"),
        ("Where to find them", f"{'x' * 80}…", "club"),
        ("gone", "nothing", "yes"),
    ]
    assert worded_changes(None, {}) == []
