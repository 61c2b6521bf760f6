"""Purchases, words for mails, and automations that are on."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from customers.actions.purchase import Line, Receipt, record_purchase
from customers.models import ConsentTopic, Customer, Purchase
from engagement.actions.automation import make_automation
from engagement.models import Automation, EmailTemplate, EmailTemplateVersion, MessageClass


@pytest.fixture
def buy() -> Callable[..., Purchase]:
    """`buy(anna, days_ago=3, category="Teapots")`."""

    def make(customer: Customer, *, days_ago: float = 0, category: str = "", price: int = 10) -> Purchase:
        at = timezone.now() - timedelta(days=days_ago)
        line = Line(product_name="Tea", category=category, quantity=Decimal(1), unit_price=Decimal(price))
        return record_purchase(Receipt(at=at, lines=[line], currency="GBP"), customer=customer, by=None)

    return make


@pytest.fixture
def words() -> Callable[..., EmailTemplate]:
    """`words("welcome")`: a template of this key that may leave."""

    def make(key: str, subject: str = "Hello") -> EmailTemplate:
        template = EmailTemplate.objects.create(
            key=key, name=key, message_class=MessageClass.MARKETING, topic=ConsentTopic.CARE
        )
        version = EmailTemplateVersion.objects.create(
            template=template, number=1, subject=subject, body="Hello {{ first_name|there }}"
        )
        template.current = version
        template.save(update_fields=["current"])
        return template

    return make


@pytest.fixture
def automation_on(shop: object, words: Callable[..., EmailTemplate]) -> Callable[..., Automation]:
    """`automation_on("welcome", since=…)`: on since then, with its words."""

    def make(recipe: str, *, since: datetime | None = None, **values: object) -> Automation:
        automation = make_automation(recipe, by=None)
        for step in automation.steps:
            if key := step.get("template"):
                words(key)
        at = since or timezone.now() - timedelta(days=1)
        values = {"is_on": True, "switched_on_at": at, "looked_until": None, **values}
        Automation.objects.filter(pk=automation.pk).update(**values)
        automation.refresh_from_db()
        return automation

    return make
