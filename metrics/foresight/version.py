"""A fit, as a row that can be looked at later, and back."""

from dataclasses import asdict
from datetime import date, datetime, timedelta
from math import inf, isfinite
from typing import Any

from django.utils import timezone

from metrics.foresight.kept_days import KeptDays, kept_days
from metrics.lifetime.backtest import Backtest, backtest
from metrics.lifetime.fit import fit
from metrics.lifetime.histories import Histories
from metrics.lifetime.model import PurchaseModel as Found
from metrics.lifetime.model import purchase_model
from metrics.lifetime.parameters import Parameters
from metrics.lifetime.predict import expected_purchases
from metrics.lifetime.refitting import REFITS, refitted_band
from metrics.lifetime.spend import SpendFit
from metrics.models.purchase_model import BUYS_WITHIN, PurchaseModel

A_YEAR = 365  # days; what is paid within it counts whole: nobody in a shop thinks in discounted money


def fitted(kept: KeptDays, *, as_of: date, counted_at: datetime, refits: int = REFITS) -> PurchaseModel:
    """A new version, not saved yet; also where too few are known for a model."""
    histories = kept.histories
    row = PurchaseModel(
        as_of=as_of,
        counted_at=counted_at,
        fitted_at=timezone.now(),
        customers=len(histories),
        repeaters=int(histories.repeaters),
        days=int(histories.age.max()) if len(histories) else 0,
    )
    found = purchase_model(histories)
    if found:
        _fill(row, _visits(found) | _amounts(found.spend) | _worth(found, histories, refits))
        check = check_on(as_of)
        row.backtest = asdict(check) if check else None
    return row


def parameters_of(row: PurchaseModel) -> Parameters:
    """As the pure models take them; only of a row with enough customers."""
    r, alpha, a, b = (number or 0.0 for number in (row.r, row.alpha, row.a, row.b))
    return Parameters(r, alpha, a, b)


def spend_of(row: PurchaseModel) -> SpendFit | None:
    """None where nothing may be said about value."""
    if not row.shows_value or row.p is None or row.q is None or row.gamma is None:
        return None
    return SpendFit(row.p, row.q, row.gamma, 0.0, None, row.repeaters, row.correlation or 0.0)


def check_on(as_of: date) -> Backtest | None:
    """What would have been said 90 days ago, beside what happened; None where too few were known then."""
    then = kept_days(as_of - timedelta(days=BUYS_WITHIN), and_later=BUYS_WITHIN)
    if not then.histories.is_enough:
        return None
    return backtest(fit(then.histories).parameters, then.histories, then.later, BUYS_WITHIN)


def _visits(found: Found) -> dict[str, Any]:
    visits = found.visits
    kept = {name: getattr(visits.parameters, name) for name in ("r", "alpha", "a", "b")}
    shown = {name: getattr(found, name) for name in ("shows_alive", "shows_value", "is_seasonal", "spread")}
    return kept | shown | {"log_likelihood": visits.log_likelihood}


def _amounts(spend: SpendFit | None) -> dict[str, Any]:
    return {name: getattr(spend, name) for name in ("p", "q", "gamma", "correlation")} if spend else {}


def _worth(found: Found, histories: Histories, refits: int) -> dict[str, Any]:
    """Of all together, and how sure that is."""
    if not found.shows_value:
        return {}
    band = asdict(refitted_band(_total, found.visits, found.spend, histories, refits=refits))
    return {name: end for name, end in band.items() if isfinite(end)}


def _total(parameters: Parameters, spend: SpendFit | None, histories: Histories) -> float:
    if spend is None or not spend.has_mean:
        return inf
    days = expected_purchases(parameters, histories, A_YEAR)
    return float(histories.weights @ (days * spend.expected(histories)))


def _fill(row: PurchaseModel, found: dict[str, Any]) -> None:
    for name, value in found.items():
        setattr(row, name, value)
