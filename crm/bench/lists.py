"""Who is in a list by a rule, counted in a large shop: `python -m crm.bench.lists`.

A shop like the data set L, whose lines have products and categories, with its talks, mail and surveys. Each
rule is counted a few times; the quickest is told, since whatever else the machine does only ever takes
longer; beside it the processor that one took on the average, which a busy machine disturbs less.
"""

import os
import secrets
import time
from collections.abc import Iterator, Mapping
from typing import Any

from django.db.models import Q

from crm.bench.counted import database, say
from crm.bench.sizes import Size, size_of
from crm.bench.targets import HEAD, at_most
from crm.embedded.places import home

TIMES = 5
MOST = 300  # milliseconds
# Three lines of a receipt, of 400 products in twelve categories.
LINES = """
    INSERT INTO customers_purchaseline (purchase_id, position, product_code, product_name, category, quantity,
        unit_price, discount)
    SELECT purchase, position, 'A' || article, 'Article ' || article, 'Category ' || article %% 12,
           1, 2 + article, 0
    FROM (SELECT id AS purchase, position, floor(random() * 400)::int AS article
          FROM customers_purchase, generate_series(1, %s) AS position) AS line
"""
Rule = dict[str, Any]
YEAR: Rule = {"when": "within", "days": "365"}
LAST_YEAR: Rule = {"when": "last_year"}


def ask(key: str, *, is_not: bool = False, **given: str | list[str]) -> Rule:
    """One condition."""
    lists = {name: value if isinstance(value, list) else [value] for name, value in given.items()}
    return {"ask": key, "not": is_not, "with": lists}


def group(join: str, *parts: Rule) -> Rule:
    """Conditions under one join."""
    return {"join": join, "parts": list(parts)}


TEA, THREE = ["Category 3"], ["Category 3", "Category 5", "Category 7"]
RULES: Mapping[str, Rule] = {
    "bought since a year": ask("bought", **YEAR),
    "bought last year": ask("bought", **LAST_YEAR),
    "three times in a year": ask("bought", at_least="3", **YEAR),
    "at most once last year": ask("bought", at_most="1", **LAST_YEAR),
    "a category in a year": ask("bought", category=TEA, **YEAR),
    "a category at most once in a year": ask("bought", category=TEA, at_most="1", **YEAR),
    "a category twice last year": ask("bought", category=TEA, at_least="2", **LAST_YEAR),
    "three categories twice": ask("bought", category=THREE, at_least="2"),
    "three categories twice in a year": ask("bought", category=THREE, at_least="2", **YEAR),
    "three categories four times": ask("bought", category=THREE, at_least="4"),
    "spent ≥ 100 in a year": ask("spent", at_least="100", **YEAR),
    "spent 50 to 200 last year": ask("spent", at_least="50", at_most="200", **LAST_YEAR),
    "nothing since half a year": ask("bought", is_not=True, when="within", days="180"),
    "three rules under or": group(
        "any",
        ask("bought", category=TEA, at_least="2", **YEAR),
        ask("spent", at_least="300", **YEAR),
        ask("bought", at_least="6", **YEAR),
    ),
    "a very deep rule": group(
        "any",
        group(
            "all",
            ask("bought", category=TEA, at_least="2", **YEAR),
            group("none", ask("bought", when="within", days="30"), ask("spent", at_least="500", **YEAR)),
            group("any", ask("spent", at_least="100", **YEAR), ask("bought", at_least="4", **LAST_YEAR)),
        ),
        group(
            "all",
            ask("bought", category=THREE, at_least="2", **YEAR),
            group(
                "any",
                ask("spent", at_most="20", **LAST_YEAR),
                ask("bought", category=["Category 1"], at_most="1", **YEAR),
            ),
        ),
        ask("receipt", at_least="60"),
    ),
    "one product": ask("bought", product="Article 123"),
    "words in products": ask("bought", product="article 12"),
    "words in products, twice in a year": ask("bought", product="article 12", at_least="2", **YEAR),
    "a word in some products": ask("bought", product="5"),
    "words in most products": ask("bought", product="article"),
    "words in most products, twice in a year": ask("bought", product="article", at_least="2", **YEAR),
    "words in most products, last year": ask("bought", product="article", **LAST_YEAR),
    "on the web twice": ask("bought", channel="web", at_least="2"),
    "a category on the web twice": ask("bought", category=TEA, channel="web", at_least="2"),
    "a category on the web in a year": ask("bought", category=TEA, channel="web", **YEAR),
    "a word in a fifth of the products, in a year": ask("bought", product="5", **YEAR),
    "the same, of three categories": ask("bought", product="5", category=THREE, **YEAR),
    "the same, twice, on the web": ask("bought", product="5", channel="web", at_least="2", **YEAR),
    "a word in two fifths, twice": ask("bought", product="1", at_least="2"),
    "the same, twice in a year": ask("bought", product="1", at_least="2", **YEAR),
    "the same, two to four times": ask("bought", product="1", at_least="2", at_most="4"),
    "the same, ten times": ask("bought", product="1", at_least="10"),
    "the same, twenty times": ask("bought", product="1", at_least="20"),
    "one product twice": ask("bought", product="Article 123", at_least="2"),
    "words in most products, three times": ask("bought", product="article", at_least="3"),
    "words in no product": ask("bought", product="zeppelin"),
    "got mail": ask("mailed"),
    "got mail last year": ask("mailed", **LAST_YEAR),
    "got news three times in a year": ask("mailed", topic="news", at_least="3", **YEAR),
    "got none in a year": ask("mailed", is_not=True, **YEAR),
    "mail that arrived": ask("reacted", event="delivered"),
    "mail that was of use, in a year": ask("reacted", event="clicked", **YEAR),
    "mail that came back": ask("reacted", event="soft_bounce"),
    "did not answer a survey, in a year": ask("asked", answered="no", **YEAR),
    "answered unhappily": ask("answered", band="low"),
    "here three times in a year": ask("contact", line="visit", at_least="3", **YEAR),
    "talked with five times": ask("contact", at_least="5"),
    "unhappy at the counter": ask("contact", mood="unhappy"),
    "said yes to news": ask("consent", channel="email", topic="news", answer="yes"),
    "bought since a year, talked with, and got no news": group(
        "all",
        ask("bought", at_least="2", **YEAR),
        ask("contact", line="visit", **YEAR),
        ask("mailed", is_not=True, topic="news", at_least="2", **YEAR),
    ),
}


def main() -> None:
    """A database of its own, filled once; then the table."""
    scale = float(os.environ.get("SCALE") or 1)
    size = size_of(scale)
    with database(home() / f"bench-lists-{scale:g}"):
        import django

        django.setup()
        _prepare(size)
        print(HEAD)
        for line in lines():
            print(line, flush=True)


def _prepare(size: Size) -> None:
    from django.core.management import call_command
    from django.db import connection

    from crm.bench.passed import fill_with_what_passed
    from crm.bench.sold import fill_with_purchases
    from crm.shop.actions.opening import NewShop, open_shop
    from crm.shop.models import ShopSettings

    call_command("migrate", verbosity=0)
    call_command("createcachetable")
    if ShopSettings.current() is not None:
        return
    shop = NewShop(name="Bench", country="GB", time_zone="Europe/London", currency="GBP", language="en")
    open_shop(shop, owner_name="Olga", owner_email="olga@bench.example", password=secrets.token_urlsafe(24))
    fill_with_purchases(size, say)
    with connection.cursor() as cursor:
        cursor.execute(LINES, [size.lines_each])
        cursor.execute("ANALYZE")
        say("lines")
    fill_with_what_passed(size, say)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        call_command("count_again")
        say("counted")
        cursor.execute("VACUUM ANALYZE")


def lines() -> Iterator[str]:
    """Each rule with how many it finds, and how long that takes."""
    from crm.bench.effort import effort_of
    from customers.models import Customer
    from customers.segments.asking import read_rule

    for words, rule in RULES.items():
        meaning = read_rule(rule if "join" in rule else group("all", rule)).meaning
        taken, found = list[float](), set[int]()

        def count(meaning: Q = meaning, taken: list[float] = taken, found: set[int] = found) -> None:
            for _time in range(TIMES):
                began = time.perf_counter()
                found.add(Customer.objects.filter(meaning).count())
                taken.append(1000 * (time.perf_counter() - began))

        processor = 1000 * effort_of(count).processor / TIMES
        line = at_most(f"{words} ({max(found):,})", min(taken), MOST, "ms")
        yield f"{line} ({processor:.0f} ms of processor)"


if __name__ == "__main__":
    main()
