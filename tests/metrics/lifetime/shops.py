"""Two real shops whose figures are published: CDNOW, and the giftware shop of Online Retail."""

import csv
import gzip
import json
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from metrics.lifetime.histories import Histories
from tests.customers.actions.online_retail import NOT_HERE, full_file

__all__ = [
    "NOT_HERE",
    "cdnow",
    "cdnow_later",
    "full_file",
    "golden",
    "held_out",
    "online_retail",
    "summaries",
]

MANY_DAYS = 10_000_000


def golden():
    """Computed from the same file by others."""
    return json.loads((full_file().parents[1] / "golden_online_retail.json").read_text())["clean"]


@cache
def cdnow(name="CDNOW_sample.txt", person=0, day=2):
    """39 weeks of the CDNOW customers, in days; the sample is every tenth of the master file."""
    return _histories(*_cdnow_sales(name, person, day), _day("1997-09-30"))[1]


@cache
def cdnow_later():
    """How often all of them bought in the 39 weeks after."""
    return _later(_cdnow_sales("CDNOW_master.txt", 0, 1), "1997-09-30", 273)


@cache
def _cdnow_sales(name, person, day):
    folder = Path(find_spec("lifetimes").submodule_search_locations[0]) / "datasets"
    rows = [line.split() for line in (folder / name).read_text().splitlines()]
    rows = [row for row in rows if row and row[0].isdigit()]
    people, amounts = (np.array([float(row[at]) for row in rows]) for at in (person, -1))
    days = np.array([_day(f"{row[day][:4]}-{row[day][4:6]}-{row[day][6:]}") for row in rows])
    return people.astype(np.int64), days, amounts


def online_retail(until):
    """The histories of all who bought by then."""
    return _histories(*_sales(), _day(until))[1]


def held_out(until, days):
    """How often each of them bought in the days after."""
    return _later(_sales(), until, days)


def _later(sales, until, days):
    people, when, _ = sales
    known = _histories(*sales, _day(until))[0]
    later = (when > _day(until)) & (when <= _day(until) + days) & np.isin(people, known)
    visits = np.unique(people[later] * MANY_DAYS + when[later]) // MANY_DAYS
    return np.bincount(np.searchsorted(known, visits), minlength=len(known)).astype(float)


def summaries(name):
    """Published histories in weeks with two decimals: rows of numbers, without their heading."""
    folder = Path(find_spec("lifetimes").submodule_search_locations[0]) / "datasets"
    return np.loadtxt(folder / name, delimiter=",", skiprows=1, unpack=True)


@cache
def _sales():
    """Rules R1 to R5: known customers, nothing cancelled, nothing free."""
    people, days, amounts, known = [], [], [], {}
    with gzip.open(full_file(), "rt", encoding="utf-8-sig") as lines:
        rows = csv.reader(lines)
        next(rows)
        for invoice, _, _, quantity, when, price, customer, _ in rows:
            if customer and invoice[0] != "C" and int(quantity) > 0 and float(price) > 0:
                people.append(int(float(customer)))
                days.append(known.setdefault(when[:10], when[:10]))
                amounts.append(int(quantity) * float(price))
    numbers = {day: _day(day) for day in known}
    return np.array(people), np.array([numbers[day] for day in days]), np.array(amounts)


def _histories(people, days, amounts, cutoff):
    kept = days <= cutoff
    visits, place = np.unique(people[kept] * MANY_DAYS + days[kept], return_inverse=True)
    spent, day = np.bincount(place, amounts[kept]), visits % MANY_DAYS
    known, first, count = np.unique(visits // MANY_DAYS, return_index=True, return_counts=True)
    begun, repeats = day[first], count - 1
    later = np.add.reduceat(spent, first) - spent[first]
    mean = np.where(repeats > 0, later / np.maximum(repeats, 1), 0)
    return known, Histories.of(repeats, day[first + count - 1] - begun, cutoff - begun, spend=mean)


def _day(text):
    return date.fromisoformat(text).toordinal()
