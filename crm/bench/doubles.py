"""Comparing everybody with everybody who may be them: `python -m crm.bench.doubles`.

SCALE=1 is 100,000 people, of whom one in twenty stands here twice.
"""

import os
import secrets
from collections.abc import Iterator

from crm.bench.counted import database, say
from crm.bench.sizes import Size, size_of
from crm.bench.targets import HEAD, at_least, at_most
from crm.embedded.places import home

MOST = 60  # seconds
FOUND = 0.99  # a letter less makes another name of a very short one: "Mary" need not be "Marby"
# Fifty people live at each postcode.
HOMES = """
    UPDATE customers_customer
    SET postcode = 'BA' || id % greatest(1, (SELECT count(*) FROM customers_customer) / 50),
        street = id % 40 || ' High Street'
"""
# Every twentieth is the person before, at the same address and with the same birthday: a letter is missing.
TWINS = """
    UPDATE customers_customer AS twin
    SET given_name = one.given_name, family_name = misspelt.family_name,
        sort_key = lower(misspelt.family_name) || substr(one.sort_key, length(one.family_name) + 1),
        birth_day = one.birth_day, birth_month = one.birth_month,
        postcode = one.postcode, street = one.street
    FROM customers_customer AS one,
         LATERAL (SELECT left(one.family_name, -2) || right(one.family_name, 1)) AS misspelt (family_name)
    WHERE one.id = twin.id - 1 AND twin.id % 20 = 0
"""
# Half of them with the same phone.
PHONES = """
    INSERT INTO customers_phone (customer_id, number, label, position)
    SELECT customer_id + 1, number, label, position FROM customers_phone WHERE (customer_id + 1) % 40 = 0
"""


def main() -> None:
    """A database of its own, filled once; then the table."""
    scale = float(os.environ.get("SCALE") or 1)
    with database(home() / f"bench-doubles-{scale:g}"):
        import django

        django.setup()
        _prepare(size_of(scale))
        print(HEAD)
        for line in lines(size_of(scale), scale):
            print(line, flush=True)


def _prepare(size: Size) -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.utils import timezone

    from crm.bench.loading import fill_people
    from crm.shop.actions.opening import NewShop, open_shop
    from crm.shop.models import ShopSettings

    call_command("migrate", verbosity=0)
    call_command("createcachetable", verbosity=0)
    if ShopSettings.current() is not None:
        return
    shop = NewShop(name="Bench", country="GB", time_zone="Europe/London", currency="GBP", language="en")
    open_shop(shop, owner_name="Olga", owner_email="olga@bench.example", password=secrets.token_urlsafe(24))
    fill_people(size, timezone.now())
    with connection.cursor() as cursor:
        for statement in (HOMES, TWINS, PHONES, "VACUUM ANALYZE"):
            cursor.execute(statement)
    say(f"{size.customers:,} people")


def lines(size: Size, scale: float) -> Iterator[str]:
    """The first comparison, and one more when all is known."""
    from django.db.models import F

    from crm.bench.effort import effort_of
    from customers.actions.duplicate_search import find_duplicates
    from customers.models import Duplicate

    Duplicate.objects.all().delete()
    for words in ("everybody compared", "compared again"):
        cost = effort_of(find_duplicates)
        yield at_most(f"{words}, by the clock", cost.clock, MOST * scale, "s")
        yield f"  {cost.processor:.1f} s of processor, {cost.memory:.0f} MB"
    twins = Duplicate.objects.alias(nth=F("second_id") % 20).filter(nth=0, second_id=F("first_id") + 1)
    yield at_least("who stand here twice and were found", twins.count(), FOUND * (size.customers // 20), "")


if __name__ == "__main__":
    main()
