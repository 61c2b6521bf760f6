"""Return on relationship investment (RoRI): only where an effect is shown, and its cost is known."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from crm.figures.mean import Mean, MeanDifference
from crm.figures.returned import Returned
from metrics.effects.campaign import CampaignEffect
from metrics.effects.shown import returned_words
from metrics.models import Basis, ProgrammeCost, ValueRules


@dataclass(frozen=True)
class Profit:
    """In words; one of the two is empty."""

    words: str = ""
    why_not: str = ""


def profit_of(effect: CampaignEffect, cost: ProgrammeCost, rules: ValueRules) -> Profit:
    """(margin of what they spent more - cost) / cost."""
    if effect.basis == Basis.NONE or effect.spent is None:
        return Profit(why_not=_("Not causal: nobody to compare with was left alone, so no return is shown."))
    if not effect.is_over:
        return Profit(why_not=_("Its days are not over."))
    if rules.margin_percent is None:
        return Profit(why_not=_("Not known: say first what is left of a sale (your margin)."))
    if not cost_of(effect, cost):
        return Profit(why_not=_("Not known: say first what it cost."))
    words = returned_words(return_of(effect, cost, rules))
    return Profit(words, "" if words else _("Too few to say."))


def return_of(effect: CampaignEffect, cost: ProgrammeCost, rules: ValueRules) -> Returned:
    """With the margin in place of revenue."""
    sides = effect.spent
    assert sides is not None  # noqa: S101 - whoever asks has looked
    first, second = (_kept(mean, float(rules.margin)) for mean in (sides.first, sides.second))
    return Returned(MeanDifference(first, second), effect.customers, float(cost_of(effect, cost)))


def cost_of(effect: CampaignEffect, cost: ProgrammeCost) -> Decimal:
    """What its owner says, and the vouchers that were used because of it."""
    return cost.total + effect.vouchers


def _kept(mean: object, margin: float) -> Mean:
    assert isinstance(mean, Mean)  # noqa: S101 - money is always a mean
    return Mean(mean.n, None if mean.value is None else mean.value * margin, mean.variance * margin**2)
