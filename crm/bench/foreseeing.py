"""The purchase models on simulated customers: how long a fit and its predictions take, in processor time."""

from collections.abc import Iterator
from time import process_time

from crm.bench.targets import at_most
from metrics.lifetime.fit import fit
from metrics.lifetime.simulated import simulated
from metrics.lifetime.spend import fit_spend
from metrics.lifetime.value import expected_value

# Seconds for both fits, and for twelve months of everybody, by the number of customers.
LIMITS = {2_400: (0.05, 1.0), 24_000: (0.1, 1.0), 100_000: (0.3, 1.0), 1_000_000: (1.5, 3.0)}
ROUNDS = 3


def model_lines() -> Iterator[str]:
    """The best of some rounds, both models fitted anew in each."""
    for customers, (fitting, scoring) in LIMITS.items():
        histories = simulated(customers)
        fits, scores = [], []
        for _round in range(ROUNDS):
            start = process_time()
            visits, spend = fit(histories), fit_spend(histories)
            fitted = process_time()
            expected_value(visits.parameters, spend, histories)
            fits.append(fitted - start)
            scores.append(process_time() - fitted)
        yield at_most(
            f"purchase models of {customers:,} customers fitted", 1000 * min(fits), 1000 * fitting, "ms"
        )
        yield at_most("  and their next twelve months", 1000 * min(scores), 1000 * scoring, "ms")
