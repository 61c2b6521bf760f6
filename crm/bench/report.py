"""The table, and the same figures kept for the next run to compare with."""

import json
from collections.abc import Sequence
from pathlib import Path

from crm.bench.measuring import Work

MOST_GROWTH = 1.3
HEAD = (
    f"{'':26} {'p50':>7} {'p95':>7} {'p99':>7} {'x floor':>8} {'limit':>6}"
    f" {'x SQL':>6} {'queries':>8} {'CPU ms':>7} {'DB ms':>6} {'KB':>6}"
)


def row_of(work: Work, floor: Work) -> str:
    """One line of the table: milliseconds, and multiples of the floor and of the bare SQL."""
    p50, p95, p99 = (work.percentile(share) for share in (0.5, 0.95, 0.99))
    ratio = work.ratio_to(floor)
    bare = f"{p50 / work.bare_sql:.1f}" if work.bare_sql else ""
    queries = "" if work.queries is None else str(work.queries)
    cpu = "" if work.cpu is None else f"{work.cpu:.1f}"
    database = "" if work.database_cpu is None else f"{work.database_cpu:.1f}"
    limit = f"{work.limit:g}" + ("!" if ratio > work.limit else "") if work.limit else ""
    figures = f"{p50:7.1f} {p95:7.1f} {p99:7.1f} {ratio:8.2f} {limit:>6} {bare:>6} {queries:>8}"
    return f"{work.name:26} {figures} {cpu:>7} {database:>6} {work.kilobytes:6.0f}"


def table(works: Sequence[Work], floor: Work) -> str:
    """Every work, the floor first; "!" stands by what is over its limit."""
    return "\n".join([HEAD, *(row_of(work, floor) for work in works)])


def keep(path: Path, works: Sequence[Work], floor: Work) -> None:
    """Write the ratios down for a run at another size."""
    kept = {work.name: [work.ratio_to(floor), work.percentile(0.5)] for work in works}
    path.write_text(json.dumps(kept, indent=1))


def growth(small: Path, large: Path) -> str:
    """How much each ratio grew from one size to the other, "!" by too much; empty when one is missing."""
    if not (small.exists() and large.exists()):
        return ""
    before, after = (json.loads(path.read_text()) for path in (small, large))
    lines = [f"{'growth to 10x':26} {'before':>8} {'after':>8} {'grew':>6}"]
    for name, (ratio, _p50) in after.items():
        if name in before and before[name][0]:
            grew = ratio / before[name][0]
            mark = "!" if grew > MOST_GROWTH else ""
            lines.append(f"{name:26} {before[name][0]:8.2f} {ratio:8.2f} {grew:6.2f}{mark}")
    return "\n".join(lines)
