"""The letters that stand on till rolls for what somebody asks for, looked up once for all customers."""

from collections.abc import Sequence

from django.db.models.expressions import RawSQL

from customers.models.sign import ARTICLE, NOBODYS, PLACE, WAY, letter_of

# Neighbours as a range, "a-d": a word in most names stands for few ranges, however many articles have it.
LETTERS = f"""
    SELECT coalesce(string_agg({letter_of("low")} || '-' || {letter_of("high")}, ''), '{NOBODYS}')
    FROM (
        SELECT min(number) AS low, max(number) AS high
        FROM (
            SELECT number, number - row_number() OVER (ORDER BY number) AS neighbours
            FROM customers_sign WHERE kind = %s AND {{those}}
        ) AS sign
        GROUP BY neighbours
    ) AS those
"""
OF_THESE = LETTERS.format(those="name = ANY (%s)")
OF_CATEGORIES = LETTERS.format(those="category = ANY (%s)")
IS_IT = "(upper(name) LIKE upper(%s) OR code = %s)"
OF_PRODUCT = LETTERS.format(those=IS_IT)
OF_BOTH = LETTERS.format(those=f"category = ANY (%s) AND {IS_IT}")


def ways(names: Sequence[str]) -> RawSQL:
    """Of these ways to buy."""
    return RawSQL(OF_THESE, [WAY, list(names)])  # noqa: S611 - fixed texts; what is asked for are parameters


def places(numbers: Sequence[str]) -> RawSQL:
    """Of these places, known by their numbers."""
    return RawSQL(OF_THESE, [PLACE, list(numbers)])  # noqa: S611


def articles(categories: Sequence[str], product: str) -> RawSQL:
    """Of the articles of one of these categories, and called so; of both, if both are asked for."""
    if not product:
        return RawSQL(OF_CATEGORIES, [ARTICLE, list(categories)])  # noqa: S611
    escaped = product.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
    is_it = [f"%{escaped}%", product]
    if not categories:
        return RawSQL(OF_PRODUCT, [ARTICLE, *is_it])  # noqa: S611
    return RawSQL(OF_BOTH, [ARTICLE, list(categories), *is_it])  # noqa: S611
