"""A new owner's first day: the shop opened, people brought in and tidied up, all out again, one erased."""

import json
import re
import zipfile

import pytest
from django.db import transaction
from playwright.sync_api import Page, expect

from crm.shop.actions import job
from crm.shop.models import ShopSettings, User
from crm.shop.tasks import run_job
from customers.models import Customer, DataImport, Merge, Purchase, Segment
from tests.conftest import PASSWORD
from tests.customers.importing.vendors.test_customers import SHOPIFY
from tests.customers.importing.vendors.test_orders import SHOPIFY as ORDERS

CUSTOMERS = """
'7001,Wilma,Quarrington,wilma@shopify.example,yes,,3 Dock St,,Hull,,GB,HU1 2AB,,'+441482960111,no,120.0,3,,no,
'7002,Wilma,Quarrington,wilma.q@shopify.example,no,,3 Dock St,,Hull,,GB,HU1 2AB,,,no,20.00,1,,no,
'7003,Ulf,Zander,ulf@@shopify,yes,,9 Quay,,Hull,,GB,HU1 3AB,,,no,0.00,0,,no,
'7004,Ida,Yardley,ida@shopify.example,maybe so,,9 Quay,,Hull,,GB,HU1 3AB,,'+441482960999,no,0.00,0,,no,
'7005,Wilma,Quarington,,no,,3 Dock St,,Hull,,GB,HU1 2AB,,'+441482960112,no,0.00,0,,no,
'7006,Wilma,Quarrington,w.quarrington@shopify.example,no,,3 Dock Street,,Hull,,GB,HU1 2AB,,,no,0.00,0,,no,
"""
SOLD = {
    "#1001": ("wilma@shopify.example", "paid", "30.00", "2026-10-02 10:11:12 +0100"),
    "#1002": ("ida@shopify.example", "paid", "10.00", "2026-10-05 10:11:12 +0100"),
    "#1003": ("wilma@shopify.example", "pending", "10.00", "2026-10-06 10:11:12 +0100"),
}
HEADINGS = (
    "Name",
    "Email",
    "Financial Status",
    "Total",
    "Subtotal",
    "Created at",
    "Currency",
    "Lineitem name",
)


@pytest.fixture(autouse=True)
def _files(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "files"


@pytest.fixture(autouse=True)
def _workers_are_quick(monkeypatch):
    """Done before the page that tells how far it is can ask: test_import.py looks at that page."""
    monkeypatch.setattr(job, "_ring", lambda asked: transaction.on_commit(lambda: run_job(asked.pk)))


@pytest.fixture
def customers_file(tmp_path):
    path = tmp_path / "customers_export.csv"
    path.write_text(SHOPIFY + CUSTOMERS)
    return path


@pytest.fixture
def orders_file(tmp_path):
    lines = [ORDERS]
    for name, (email, status, total, at) in SOLD.items():
        cells = dict(zip(HEADINGS, (name, email, status, total, total, at, "GBP", "Wool"), strict=True))
        cells |= {"Lineitem quantity": "1", "Lineitem price": total}
        lines.append(",".join(cells.get(heading, "") for heading in ORDERS.split(",")))
    path = tmp_path / "orders_export.csv"
    path.write_text("\n".join(lines))
    return path


def open_the_shop(page: Page) -> None:
    """Whatever a new owner asks for, the shop is opened first."""
    page.goto("/customers/")
    page.wait_for_url(re.compile("/welcome/"))
    page.get_by_label("Shop name").fill("Dock Street Wool")
    page.get_by_label("Country").select_option("GB")
    page.get_by_label("Time zone").select_option("Europe/London")
    page.get_by_label("Currency").select_option("GBP")
    page.get_by_label("Your name").fill("Nora Newcombe")
    page.get_by_label("Your e-mail").fill("nora@dockstreet.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Open the shop").click()
    expect(page.get_by_text("Welcome. Your shop is open.")).to_be_visible()


def bring(page: Page, path, said: str) -> None:
    """As far as the preview."""
    page.goto("/imports/")
    page.get_by_label("File").set_input_files(path)
    page.get_by_role("button", name="Bring this file").click()
    expect(page.get_by_text(said)).to_be_visible()
    page.get_by_role("button", name="Show what would change").click()
    page.wait_for_url(re.compile("/preview/"))


def apply(page: Page) -> None:
    page.get_by_role("button", name="Apply").click()
    page.wait_for_url(re.compile("/result/"))


def mend(page: Page) -> None:
    """Two cells are typed anew, and the file is read once more."""
    boxes = page.locator("#mending input:not([type=hidden])")
    expect(boxes).to_have_count(2)
    boxes.nth(0).fill("ulf@shopify.example")
    boxes.nth(1).fill("no")
    with page.expect_navigation():
        page.get_by_role("button", name="Read the file with what I typed").click()


def bring_both(page: Page, customers_file, orders_file) -> None:
    """Who they are, with two cells put right, and what they ordered; an order that is not paid is none."""
    bring(page, customers_file, "This looks like a Shopify customers export")
    mend(page)
    apply(page)
    bring(page, orders_file, "This looks like a Shopify orders export")
    apply(page)
    assert (Customer.objects.count(), Purchase.objects.count()) == (6, 2)


def take_back(page: Page) -> None:
    page.get_by_role("link", name="Take it back").click()
    page.get_by_role("button", name="Take it back").click()
    page.wait_for_url(re.compile("/undone/"))


def merge_all_wilmas(page: Page) -> None:
    page.goto("/duplicates/")
    page.get_by_role("button", name="Compare now").click()
    for number in range(1, 4):
        page.goto("/duplicates/")
        page.locator("main li", has_text="Wilma Quar").first.get_by_role("link", name="Compare").first.click()
        page.get_by_role("button", name="Make one of the two").click()
        page.wait_for_url(re.compile(r"/merges/\d+/$"))
        assert Merge.objects.count() == number


def take_the_last_apart(page: Page) -> None:
    page.goto("/merges/")
    page.locator("main a[href*='/merges/']").first.click()
    page.get_by_role("button", name="Take them apart again").click()
    page.wait_for_load_state()


def keep_who_lives_in_hull(page: Page) -> None:
    page.goto("/customers/segments/rule/")
    page.get_by_label("One more condition").select_option(label="Where they live")
    page.get_by_role("button", name="Add", exact=True).click()
    page.locator("fieldset.rule-condition").get_by_role("textbox").first.fill("Hull")
    page.get_by_label("Name", exact=True).fill("By the sea")
    page.get_by_role("button", name="Save").click()
    page.wait_for_url(re.compile(r"/customers/\?matches="))
    expect(page.locator(".list-count")).to_contain_text("4")


def take_everything(page: Page) -> zipfile.ZipFile:
    page.goto("/settings/moving-out/")
    page.get_by_role("button", name="Write everything").click()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Confirm").click()
    with page.expect_download() as taken:
        page.get_by_role("button", name=re.compile("Download")).click()
    return zipfile.ZipFile(taken.value.path())


def erase(page: Page, customer: Customer) -> None:
    page.goto(f"/customers/{customer.pk}/erase/")
    page.get_by_label("I am sure").check()
    page.get_by_role("button", name="Erase Ulf Zander").click()
    page.wait_for_load_state()


def test_a_new_owner_moves_in_tidies_up_and_could_move_out(
    open_as, customers_file, orders_file, allowed_errors
):
    page = open_as(None)
    allowed_errors.append("410 (Gone)")  # the page of whoever was erased

    open_the_shop(page)
    assert (ShopSettings.objects.get().name, User.objects.get().role) == ("Dock Street Wool", "owner")
    bring_both(page, customers_file, orders_file)
    take_back(page)
    assert (Customer.objects.count(), Purchase.objects.count()) == (6, 0)
    page.goto(f"/imports/{DataImport.objects.earliest('pk').pk}/result/")
    take_back(page)
    assert not Customer.objects.exists()
    bring_both(page, customers_file, orders_file)

    merge_all_wilmas(page)
    assert Customer.objects.count() == 3
    take_the_last_apart(page)
    assert Customer.objects.count() == 4
    keep_who_lives_in_hull(page)
    assert Segment.objects.get().name == "By the sea"

    with take_everything(page) as whole:
        kept = whole.read("tables/customers-customer.jsonl").decode().splitlines()
    assert sorted(json.loads(line)["family_name"] for line in kept) == ["Quarrington"] * 2 + [
        "Yardley",
        "Zander",
    ]

    ulf = Customer.objects.get(family_name="Zander")
    erase(page, ulf)
    assert not Customer.objects.filter(pk=ulf.pk).exists()
    page.goto(f"/customers/{ulf.pk}/")
    expect(page.get_by_text("Zander")).to_have_count(0)
