"""What was measured beside the load targets, each with its limit; "!" stands by what misses it."""

from collections.abc import Iterator

from crm.bench.pace import Paced

HEAD = f"{'':52} {'measured':>9} {'limit':>9}"


def at_most(what: str, measured: float, limit: float, unit: str) -> str:
    """One line: less is better."""
    return _line(what, measured, f"≤ {limit:g}", unit, is_met=measured <= limit)


def at_least(what: str, measured: float, limit: float, unit: str) -> str:
    """One line: more is better."""
    return _line(what, measured, f"≥ {limit:g}", unit, is_met=measured >= limit)


def paced(what: str, found: Paced, limits: tuple[float, float, float]) -> Iterator[str]:
    """p50, p95 and p99 of something done at an agreed pace, and that nothing failed."""
    measures = (("p50", found.p50), ("p95", found.p95), ("p99", found.p99))
    for (name, measured), limit in zip(measures, limits, strict=True):
        yield at_most(f"{what}, {name}", measured, limit, "ms")
    yield at_most(f"{what}, failed of {found.requests}", found.failed, 0, "")


def _line(what: str, measured: float, limit: str, unit: str, *, is_met: bool) -> str:
    figure = f"{measured:.1f}" if 0 < measured < 10 and measured != int(measured) else f"{measured:.0f}"
    return f"{what:52} {figure:>9} {limit:>9} {unit}{'' if is_met else ' !'}"
