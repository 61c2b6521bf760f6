"""The letters that stand on till rolls for what somebody asks for, looked up once for all customers."""

from collections.abc import Mapping, Sequence

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
IS_NAMED = "name = ANY (%s)"
IS_OF_CATEGORY = "category = ANY (%s)"
IS_CALLED_SO = "(upper(name) LIKE upper(%s) OR code = %s)"


def ways(names: Sequence[str]) -> RawSQL:
    """Of these ways to buy."""
    return _letters(WAY, {IS_NAMED: [list(names)]})


def places(numbers: Sequence[str]) -> RawSQL:
    """Of these places, known by their numbers."""
    return _letters(PLACE, {IS_NAMED: [list(numbers)]})


def articles(categories: Sequence[str], product: str) -> RawSQL:
    """Of the articles of one of these categories, and called so; of both, if both are asked for."""
    asked: dict[str, list[object]] = {IS_OF_CATEGORY: [list(categories)]} if categories else {}
    if product:
        escaped = product.replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        asked[IS_CALLED_SO] = [f"%{escaped}%", product]
    return _letters(ARTICLE, asked)


def _letters(kind: str, asked: Mapping[str, Sequence[object]]) -> RawSQL:
    """Of the signs that are all that is asked: {a fixed text: what stands in it}."""
    values = [kind, *(value for given in asked.values() for value in given)]
    return RawSQL(LETTERS.format(those=" AND ".join(asked)), values)  # noqa: S611 - the values are parameters
