"""What each row is called where a person or a log reads it."""

import pytest
from django.db import models

from customers import models as ours


@pytest.mark.parametrize(
    ("row", "name"),
    [
        (ours.Consent(channel="email", topic="news", is_given=True), "email/news: yes"),
        (ours.Consent(channel="email", topic="news", is_given=False), "email/news: no"),
        (ours.Email(address="anna@example.org"), "anna@example.org"),
        (ours.ExternalId(source="till", value="17"), "till 17"),
        (ours.Household(name="Bell"), "Bell"),
        (ours.Interaction(kind="visit", text="Looked at shawls"), "visit: Looked at shawls"),
        (ours.Phone(number="+441632960001"), "+441632960001"),
        (ours.Purchase(pk=7), "#7"),
        (ours.Purchase(external_id="536365"), "536365"),
        (ours.PurchaseLine(product_code="CRD05"), "CRD05"),
        (ours.PurchaseLine(product_code="CRD05", product_name="Card"), "Card"),
        (ours.QuickFact(kind="likes", text="wool"), "wool"),
        (ours.Revision(about="customers.customer:1", field="given_name"), "customers.customer:1.given_name"),
    ],
)
def test_a_row_is_called_what_it_is(row: models.Model, name: str) -> None:
    assert str(row) == name
