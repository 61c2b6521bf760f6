"""Saved lists: one's own or everybody's, with what they ask and how many match."""

import pytest

from crm.shop.models import AuditEntry
from customers.actions.segment import save_rule
from customers.models import Segment
from engagement.models import Announcement, Automation, EmailTemplate

NEW = "/customers/segments/new/"
RULE = {"join": "all", "parts": [{"ask": "stage", "with": {"value": ["lapsed"]}}]}


@pytest.fixture
def as_manager(client, mark):
    client.force_login(mark)
    return client


@pytest.fixture
def lapsed(mira):
    return Segment.objects.create(name="Long gone", owner=mira, query="stage=lapsed")


@pytest.fixture
def everybodys(mark):
    return Segment.objects.create(name="Regulars", owner=mark, query="stage=retention", is_shared=True)


@pytest.fixture
def letter(db):
    return EmailTemplate.objects.create(name="Spring letter", message_class="marketing")


def verbs():
    entries = AuditEntry.objects.filter(verb__startswith="segment").order_by("pk")
    return list(entries.values_list("actor", "verb", "fields"))


def test_segment_add_keeps_filter_order_and_columns(as_staff, mira):
    response = as_staff.post(NEW, {"name": "Top", "query": "sort=-spend&spend_from=100&columns=city&junk="})

    segment = Segment.objects.get()
    assert (segment.owner, segment.is_shared) == (mira, False)
    assert segment.query == "spend_from=100&sort=-spend&columns=city"
    assert response.headers["Location"] == f"/customers/?{segment.query}&segment={segment.pk}"
    assert verbs() == [("Mira", "segment.saved", [])]


def test_segment_add_twice_makes_one(as_staff, mira):
    for _ in range(2):
        as_staff.post(NEW, {"name": "Top", "query": "spend_from=100"})

    assert (Segment.objects.count(), len(verbs())) == (1, 1)


@pytest.mark.parametrize(
    ("name", "query"), [("", "stage=lapsed"), ("Long gone", "stage=retention"), ("Odd", "password=1")]
)
def test_segment_add_says_what_is_wrong(as_staff, lapsed, name, query):
    response = as_staff.post(NEW, {"name": name, "query": query})

    assert (response.status_code, Segment.objects.count()) == (422, 1)


def test_only_who_may_share_shares(as_staff, client, mark):
    as_staff.post(NEW, {"name": "Mine", "query": "stage=lapsed", "is_shared": "on"})
    client.force_login(mark)
    client.post(NEW, {"name": "Ours", "query": "stage=lapsed", "is_shared": "on"})

    assert dict(Segment.objects.values_list("name", "is_shared")) == {"Mine": False, "Ours": True}


def test_private_lists_are_hidden_from_others(as_manager, lapsed, everybodys):
    page = (
        as_manager.get("/customers/").content.decode()
        + as_manager.get("/customers/segments/").content.decode()
    )

    assert ("Regulars" in page, "Long gone" in page) == (True, False)
    for path in ("", "query/", "delete/"):
        assert as_manager.post(f"/customers/segments/{lapsed.pk}/{path}", {"name": "x"}).status_code == 404
    assert "Long gone" not in as_manager.get("/customers/", {"segment": lapsed.pk}).content.decode()
    assert Segment.objects.count() == 2


def test_a_shared_list_is_changed_only_by_who_may_share(as_staff, everybodys):
    for path in ("", "query/", "delete/"):
        assert as_staff.post(f"/customers/segments/{everybodys.pk}/{path}", {"name": "x"}).status_code == 403

    assert Segment.objects.get().name == "Regulars"


def test_segment_edit_renames_with_history(as_staff, lapsed):
    for _ in range(2):
        as_staff.post(f"/customers/segments/{lapsed.pk}/", {"name": "Missed"})

    assert Segment.objects.get().name == "Missed"
    assert verbs() == [("Mira", "segment.edited", ["name"])]


def test_segment_requery_keeps_the_present_filter(as_staff, lapsed):
    page = as_staff.get("/customers/", {"stage": "retention", "segment": lapsed.pk}).content.decode()
    assert "“Long gone” was changed: the conditions" in page

    for _ in range(2):
        as_staff.post(
            f"/customers/segments/{lapsed.pk}/query/", {"query": "stage=retention", "seen": "stage=lapsed"}
        )

    assert Segment.objects.get().query == "stage=retention"
    assert verbs() == [("Mira", "segment.edited", ["query"])]


def test_segment_requery_after_a_colleague_shows_theirs(as_staff, lapsed):
    Segment.objects.update(query="stage=advocacy")

    address = f"/customers/segments/{lapsed.pk}/query/"
    page = as_staff.post(address, {"query": "stage=retention", "seen": "stage=lapsed"}, follow=True)

    assert Segment.objects.get().query == "stage=advocacy"
    assert "A colleague has just changed this list" in page.content.decode()


def test_segment_delete_forgets_only_the_question(as_staff, lapsed, anna):
    for _ in range(2):
        as_staff.post(f"/customers/segments/{lapsed.pk}/delete/")

    assert (Segment.objects.count(), verbs()) == (0, [("Mira", "segment.deleted", [])])


def test_segment_list_counts_and_says_what_is_asked(as_staff, lapsed, everybodys, anna, bert):
    Segment.objects.filter(pk=lapsed.pk).update(query="missing=email")

    page = as_staff.get("/customers/segments/").content.decode()

    assert ("Missing: no e-mail" in page, '"Customers">1<' in page, '"Customers">0<' in page) == (True,) * 3


@pytest.mark.parametrize("path", ["query/", "delete/"])
def test_changing_a_segment_refuses_get(as_staff, lapsed, path):
    assert as_staff.get(f"/customers/segments/{lapsed.pk}/{path}").status_code == 405


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("stage=lapsed&sort=-spend", ""),
        ("stage=lapsed", "the order"),
        ("sort=-spend&columns=city", "the conditions, the columns"),
    ],
)
def test_customer_list_says_what_was_changed_of_a_saved_list(as_staff, mira, query, said):
    kept = Segment.objects.create(name="Top", owner=mira, query="stage=lapsed&sort=-spend")

    page = as_staff.get(f"/customers/?{query}&segment={kept.pk}").content.decode()

    assert ("was changed" in page, f"was changed: {said}" in page) == (bool(said), bool(said))


@pytest.fixture
def private_rule(mira, anna, bert):
    anna.stage = "lapsed"
    anna.save()
    return save_rule("Quarrelsome", rule=RULE, is_shared=False, by=mira)


def test_what_a_list_of_ones_own_finds_stays_hidden_from_others(as_manager, private_rule, anna):
    query = {"matches": private_rule.pk}
    of_one = f"/customers/{anna.pk}/"

    pages = [
        as_manager.get("/customers/", query),
        as_manager.get("/customers/filter/", query),
        as_manager.get(
            "/customers/change/", {"list": f"matches={private_rule.pk}", "who": "all"}, follow=True
        ),
        as_manager.get("/announcements/new/", {"people": f"matches={private_rule.pk}"}),
        as_manager.get(of_one, {"in": f"matches={private_rule.pk}"}),
    ]

    assert [page.status_code for page in pages] == [200] * 5
    assert not [page.request["PATH_INFO"] for page in pages if "Quarrelsome" in page.content.decode()]
    assert "There is no number" in pages[0].content.decode()


def test_ones_own_list_opens(as_staff, private_rule):
    page = as_staff.get("/customers/", {"matches": private_rule.pk}).content.decode()

    assert ("Quarrelsome" in page, "Anna" in page, "Bert" in page) == (True, True, False)


def test_a_list_with_a_private_part_is_not_shared(as_manager, mark):
    part = save_rule("Mine", rule=RULE, is_shared=False, by=mark)

    refused = as_manager.post(NEW, {"name": "Ours", "query": f"matches={part.pk}", "is_shared": "on"})
    as_manager.post(f"/customers/segments/{part.pk}/", {"name": "Mine", "is_shared": "on"})
    taken = as_manager.post(NEW, {"name": "Ours", "query": f"matches={part.pk}", "is_shared": "on"})

    assert (refused.status_code, taken.status_code) == (422, 302)
    assert "Its part “Mine” is not seen by everybody." in refused.content.decode()


def test_a_list_that_something_needs_is_not_forgotten(as_manager, mark, letter):
    needed = save_rule("Long gone", rule=RULE, is_shared=True, by=mark)
    Announcement.objects.create(name="Spring", template=letter, query=f"matches={needed.pk}&tag=1")
    Automation.objects.create(recipe="entered_list", name="Hello", settings={"segment": str(needed.pk)})
    Segment.objects.create(name="Part", owner=mark, query=f"sort=-seen&matches={needed.pk}")
    Segment.objects.create(name="Other", owner=mark, query=f"matches={needed.pk}0")

    page = as_manager.post(f"/customers/segments/{needed.pk}/delete/", follow=True).content.decode()

    assert Segment.objects.filter(pk=needed.pk).exists()
    for said in ("announcement “Spring”", "automation “Hello”", "list “Part”"):
        assert said in page
    assert "Other" not in page

    Announcement.objects.update(state="done")
    Automation.objects.all().delete()
    Segment.objects.filter(name="Part").delete()
    as_manager.post(f"/customers/segments/{needed.pk}/delete/")

    assert not Segment.objects.filter(pk=needed.pk).exists()
