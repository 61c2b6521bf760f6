"""What answering a survey earns: a voucher, whatever the answer is. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from crm.web.templatetags.amounts import money, percent
from engagement.actions.voucher import Worth

GOOD_FOR = 90  # days


@dataclass(frozen=True)
class Gift:
    """An amount of money, or a percentage. It never looks at the score."""

    amount: Decimal | None = None
    percent: int | None = None
    days: int = GOOD_FOR

    @classmethod
    def read(cls, kept: Mapping[str, Any]) -> Self | None:
        """From what a version keeps; None when nothing is promised."""
        if not kept:
            return None
        amount = kept.get("amount")
        return cls(Decimal(amount) if amount else None, kept.get("percent"), kept.get("days") or GOOD_FOR)

    def kept(self) -> dict[str, Any]:
        """As a version keeps it."""
        worth = {"amount": str(self.amount)} if self.amount else {"percent": self.percent}
        return {**worth, "days": self.days}

    @property
    def worth(self) -> Worth:
        return Worth(amount=self.amount, percent=self.percent)

    def in_words(self, currency: str) -> str:
        """£5.00, or 10%."""
        if self.amount is not None:
            return money(self.amount, currency)
        return percent((self.percent or 0) / 100)
