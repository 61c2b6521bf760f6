"""What is known of each customer's purchases, as arrays."""

from dataclasses import dataclass, replace
from typing import Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

Floats = NDArray[np.float64]
Whole = NDArray[np.int64]

ENOUGH_CUSTOMERS, ENOUGH_REPEATERS = 100, 30


@dataclass(frozen=True)
class Histories:
    """One row a customer, or one for all who are alike; every array has the shape (rows,).

    A purchase day is all that one customer bought on one day.
    """

    repeats: Whole  # x: purchase days after the first
    last: Floats  # t_x: days from the first purchase to the last
    age: Floats  # T: days from the first purchase to the cut-off
    weights: Floats  # how many customers the row stands for
    spend: Floats  # m: mean amount of the repeat purchase days; 0 when there is none

    @classmethod
    def of(
        cls,
        repeats: ArrayLike,
        last: ArrayLike,
        age: ArrayLike,
        *,
        spend: ArrayLike | None = None,
        weights: ArrayLike | None = None,
    ) -> Self:
        """From anything that numpy takes for columns."""
        rows = len(np.atleast_1d(np.asarray(repeats)))
        return cls(
            np.asarray(repeats, np.int64).reshape(rows),
            np.asarray(last, float).reshape(rows),
            np.asarray(age, float).reshape(rows),
            np.ones(rows) if weights is None else np.asarray(weights, float),
            np.zeros(rows) if spend is None else np.asarray(spend, float),
        )

    def __len__(self) -> int:
        return len(self.repeats)

    @property
    def customers(self) -> float:
        return float(self.weights.sum())

    @property
    def repeaters(self) -> float:
        """Those who came back at least once."""
        return float(self.weights[self.repeats > 0].sum())

    @property
    def spenders(self) -> float:
        """Repeaters whose amounts are known."""
        return float(self.weights[(self.repeats > 0) & (self.spend > 0)].sum())

    @property
    def is_enough(self) -> bool:
        """Fewer say too little for a model."""
        return self.customers >= ENOUGH_CUSTOMERS and self.repeaters >= ENOUGH_REPEATERS

    def take(self, rows: NDArray[np.intp]) -> Self:
        """Only these rows; twice when named twice."""
        columns = {name: column[rows] for name, column in vars(self).items()}
        return replace(self, **columns)

    def weighed(self, weights: Floats) -> Self:
        """The same rows, standing for other numbers of customers."""
        return replace(self, weights=weights)
