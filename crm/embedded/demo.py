"""`make demo`: the demo shop from scratch. A real shop's database is never dropped by it."""

import os
import sys

import psycopg

from crm.embedded.once import manage, services
from crm.embedded.places import OWNER_ROLE, CannotStart, database_url
from crm.embedded.plan import Plan, is_given, read_plan
from crm.embedded.processes import AlreadyRunning


class ARealShopLivesHere(CannotStart):
    """Somebody's customers would be lost."""


def reset(plan: Plan) -> int:
    """Drop, make and fill the embedded database."""
    if is_given("DATABASE_URL", os.environ):
        raise CannotStart("make demo resets the embedded database only. Leave out DATABASE_URL.")
    try:
        with services(plan) as postgres:
            if postgres:
                refuse_a_real_shop(plan)
                postgres.drop_database()
            return manage(plan, ["prepare"])
    except AlreadyRunning as other:
        raise CannotStart(
            f"The shop is running: {other}. Stop it with Ctrl-C in its terminal first."
        ) from None


def refuse_a_real_shop(plan: Plan) -> None:
    """Only a demo or an empty database may go."""
    with psycopg.connect(database_url(plan.state, role=OWNER_ROLE)) as connection:
        if connection.execute("SELECT to_regclass('shop_shopsettings')").fetchone() == (None,):
            return
        if connection.execute("SELECT 1 FROM shop_shopsettings WHERE NOT is_demo").fetchone():
            raise ARealShopLivesHere(
                f"A real shop lives in {plan.state}, so nothing was reset.\n"
                "For a demo beside it: make run REGULARS_HOME=/tmp/demo PORT=8001"
            )


def main() -> int:
    """The way in for `python -m crm.embedded.demo`."""
    try:
        return reset(read_plan(os.environ))
    except CannotStart as error:
        print(f"make demo: {error}", file=sys.stderr)
        return 1


if __name__ == "__main__":
    sys.exit(main())
