"""Customers by what they are expected to be worth: the ranking, and what may be said above it."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.db.models import QuerySet

from crm.web.paging import Page, keyset_page
from metrics.models import CustomerScore, PurchaseModel, ValueRules

BY_VALUE, BY_SALES = ("-expected_value", "-pk"), ("-sales", "pk")


class Whom(StrEnum):
    """Which customers are ranked."""

    ALL = ""
    OVERDUE = "overdue"  # silent for longer than is usual for them


@dataclass(frozen=True)
class Worth:
    """All of the shop's customers together."""

    model: PurchaseModel | None
    margin_percent: Decimal | None
    margin: Decimal

    @classmethod
    def of_the_shop(cls) -> "Worth":
        rules = ValueRules.current()
        return cls(PurchaseModel.current(), rules.margin_percent, rules.margin)

    @property
    def is_expected(self) -> bool:
        """May anything be said about the value to come?"""
        return self.model is not None and self.model.is_enough and self.model.shows_value

    @property
    def total(self) -> Decimal | None:
        return self._kept("value")

    @property
    def low(self) -> Decimal | None:
        return self._kept("low")

    @property
    def high(self) -> Decimal | None:
        return self._kept("high")

    def _kept(self, name: str) -> Decimal | None:
        amount: Decimal | None = getattr(self.model, name) if self.model else None
        return None if amount is None else amount * self.margin

    def page(self, whom: Whom, *, today: date, after: str | None, size: int = 50) -> "Page[CustomerScore]":
        """Some of the ranking: by value where there is one, otherwise by what they have spent."""
        scores: QuerySet[Any] = CustomerScore.objects.select_related("customer")
        if whom == Whom.OVERDUE:
            scores = scores.filter(overdue_on__lte=today)
        if self.is_expected:
            scores = scores.exclude(expected_value=None)
        page = keyset_page(scores, order=BY_VALUE if self.is_expected else BY_SALES, after=after, size=size)
        for score in page.rows:
            score.spent = score.sales + score.refunded
            score.to_come = None if score.expected_value is None else score.expected_value * self.margin
            score.is_overdue = score.overdue_on <= today
        return page
