"""A box that asks for a customer finds them while one types, and without a script when the form is sent."""

import pytest
from playwright.sync_api import expect

from customers.actions.customer import create_customer
from feedback.models import Complaint

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_complaint_finds_the_customer_while_one_types_by_keyboard(open_as, mira, anna):
    other = create_customer({"given_name": "Anna", "family_name": "Smith"}, by=None)
    window = open_as(mira)
    window.goto("/complaints/new/")

    window.get_by_label("Customer", exact=True).press_sequentially("anna")
    expect(window.get_by_role("radio", name="Anna Smith")).to_be_visible()
    window.keyboard.press("Tab")
    window.keyboard.press("Space")
    window.get_by_role("radio", name="Anna Smith").press("Space")
    window.get_by_label("What happened, in their words?").fill("The lamp broke.")
    window.get_by_label("What do they want?").select_option(index=1)
    window.get_by_role("button", name="Take it").press("Enter")

    window.wait_for_url("**/complaints/*/")
    assert Complaint.objects.get().customer == other


def test_a_complaint_asks_who_is_meant_without_a_script(open_as, mira, anna, allowed_errors):
    allowed_errors.append("422")
    create_customer({"given_name": "Anna", "family_name": "Smith"}, by=None)
    window = open_as(mira, width=390, script=False)
    window.goto("/complaints/new/")

    window.get_by_label("Customer", exact=True).fill("anna")
    window.get_by_label("What happened, in their words?").fill("The lamp broke.")
    window.get_by_label("What do they want?").select_option(index=1)
    window.get_by_role("button", name="Take it").click()
    window.get_by_role("radio", name="Anna Bell").check()
    window.get_by_role("button", name="Take it").click()

    assert Complaint.objects.get().customer == anna
