"""docs/metrics.md: every definition, as people read it."""

from metrics.definitions import METRICS
from metrics.definitions.metric import Good, Interval, Metric

INTERVALS: dict[str, str] = {
    Interval.NONE: "none: everything was counted",
    Interval.WILSON: "Wilson 1927, 95 %",
    Interval.ADJUSTED_WALD: "adjusted Wald (Rocks 2016), 95 %",
    Interval.POISSON: "exact Poisson (Garwood 1936), 95 %",
    Interval.BOOTSTRAP: "percentile bootstrap over customers, 95 %, counted by night",
    Interval.ORDER_STATISTIC: "Kaplan–Meier, Brookmeyer & Crowley 1982, 95 %",
    Interval.MEAN: "Student 1908, 95 %",
}
GOOD: dict[str, str] = {Good.UP: "more is better", Good.DOWN: "less is better", Good.NEITHER: "neither"}
HEAD = """# What the numbers mean

Written from `metrics/definitions/` by `manage.py write_metrics_page`; a test keeps them equal.

Common to all: nothing to divide by is "no data", never 0 %. Of fewer than five the counts are shown and
nothing else; of fewer than thirty there is a figure with its interval and no arrow. An arrow stands only
where "no change at all" lies outside the interval of the difference. Days are those of the shop's own
zone. What is split by place counts a customer where they bought last (**retention**: where they bought
first).

One rule says which days are meant where nobody asked for others, on pages, in the letter and by the API:
the usual number of days of each figure that end on the last one; of figures about people whose time is up,
two spans, as one holds too few; how things stand, as of the last day. `manage.py metrics` tells of the whole
past: there such figures hold everybody whose time was ever up.
"""

EFFECTS = """## Did it help? (effects)

- What: the change of one measure that was chosen beforehand, in one of four words: better, worse, no
  clear change, too early
- Improvements: the days since against the days before, as many of each. Shares: Newcombe 1998, method 10;
  Fisher's exact test where a count is below five. NPS: adjusted variances (Lewis & Sauro 2021).
  Complaints per 100 orders: exact conditional test (Przyborowski & Wilenski 1940). Beyond the season:
  difference in differences with the same days a year earlier
- Announcements and automations with a hold-out: who bought, those reached less those held out by lot
  (everybody drawn, mailed or not). Money: Welch 1947
- Announcements without: how what each spent changed in 14 days against the 14 before, less the same of
  all others who had bought in the year before (difference in differences; Welch 1947). Not causal where
  the same difference 14 days earlier excludes nought
- Too early: while its days go on, and with fewer than 30 on a side

## Return on relationship investment (RoRI)

- What: (margin of what customers spent more because of it - what it cost) / what it cost
- What it cost: discounts and rewards that were used, sending, time of the shop's people, as the owner
  wrote them down
- Shown: only with a hold-out or a difference in differences, a margin and a cost; otherwise "not causal",
  or what is missing
- Interval: that of the effect on what each spent, less the cost, divided by the cost
- Source: after Gummesson 2004 and Groenroos & Helle 2012; no formula is agreed on
"""


def as_markdown() -> str:
    """One chapter a metric, in the order of the code."""
    return "\n".join([HEAD, *(_chapter(metric) for metric in METRICS.values()), EFFECTS])


def _chapter(metric: Metric) -> str:
    lines = (
        ("What", metric.formula),
        ("Divided", metric.numerator if metric.is_total else f"{metric.numerator} / {metric.denominator}"),
        ("Window", metric.window),
        ("Left out or noted", metric.exclusions),
        ("Interval", INTERVALS[metric.interval]),
        ("Direction", GOOD[metric.good]),
        ("People behind it", metric.people),
        ("Source", metric.source),
    )
    listed = "\n".join(f"- {name}: {words}" for name, words in lines)
    return f"## {metric.name} (`{metric.slug}`)\n\n{listed}\n"
