"""The triangle of cohorts."""

from datetime import date

from metrics.cohort_triangle import month_after, triangle
from metrics.models import CohortMonth

TODAY = date(2026, 11, 15)


def cohort(month, size, **later):
    counts = {0: size} | {int(name[1:]): count for name, count in later.items()}
    CohortMonth.objects.bulk_create(
        CohortMonth(
            cohort=month, month=month_after(month, number), customers=count, orders=count, sales=count
        )
        for number, count in counts.items()
    )


def test_months_that_have_not_come_are_blank_and_this_one_is_not_over(shop):
    cohort(date(2026, 9, 1), 20, m1=10, m2=3)

    line = triangle(TODAY)[0]

    assert [cell and (cell.share.k, cell.is_over) for cell in line.cells[:4]] == [
        (20, True),
        (10, True),
        (3, False),
        None,
    ]


def test_a_month_without_a_purchase_is_nought_and_not_blank(shop):
    cohort(date(2026, 8, 1), 20, m2=1)

    assert [cell.share.k for cell in triangle(TODAY)[0].cells[:4]] == [20, 0, 1, 0]


def test_colour_and_shares_need_enough_customers(shop):
    cohort(date(2026, 8, 1), 4, m1=2)
    cohort(date(2026, 7, 1), 19, m1=19)
    cohort(date(2026, 6, 1), 20, m1=20, m2=2)

    looks = [[(cell.shows_share, cell.depth) for cell in line.cells[1:3]] for line in triangle(TODAY)]

    assert looks == [
        [(False, 0), (False, 0)],
        [(True, 0), (True, 0)],
        [(True, 4), (True, 1)],
    ]


def test_days_to_come_make_no_cohort(shop):
    cohort(date(2026, 12, 1), 5)
    cohort(date(2026, 10, 1), 5, m2=5)

    assert [line.month for line in triangle(TODAY)] == [date(2026, 10, 1)]
    assert [cell and cell.share.k for cell in triangle(TODAY)[0].cells[:3]] == [5, 0, None]
