"""Figures in plain numbers, for programs and files."""

from decimal import Decimal
from typing import Any

from metrics.figure import Figure


def plain(figure: Figure) -> dict[str, Any]:
    """What can be written as JSON; what must not be said of so few is null."""
    said = figure.display
    return {
        "metric": figure.metric.slug,
        "name": str(figure.metric.name),
        "unit": str(figure.metric.unit),
        "since": figure.period.first.isoformat() if figure.period.first else None,
        "until": figure.period.last.isoformat(),
        "numerator": number(figure.numerator),
        "denominator": number(figure.denominator),
        "n": said.n,
        "value": said.value,
        "low": said.low,
        "high": said.high,
        "interval": str(figure.metric.interval),
        "manner": str(said.manner),
    }


def short(end: float | None) -> Decimal | None:
    """As many digits as say something, for a cell of a file."""
    return None if end is None else Decimal(f"{end:.6g}")


def number(amount: Decimal | int) -> int | float:
    """Heads as whole numbers."""
    return int(amount) if amount == int(amount) else float(amount)
