"""Surveys alone, beside a newsletter: `python -m crm.bench.answered`; also a part of `make bench`.

Without SCALE it is a shop of 30,000 customers.
"""

import os
import signal
import time

from crm.bench.shop import environment_of, free_port, running
from crm.bench.sink import a_sink, leaving_by
from crm.bench.sizes import size_of
from crm.bench.targets import HEAD
from crm.embedded.places import home
from crm.embedded.plan import Plan

BEGAN = time.monotonic()
SCALE = 0.3


def say(words: str) -> None:
    """One line of progress."""
    print(f"[{time.monotonic() - BEGAN:6.0f} s] {words}", flush=True)


def main() -> None:
    """A shop of its own, filled once; then the table."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    scale = float(os.environ.get("SCALE") or SCALE)
    plan, outside = Plan(home() / f"bench-answered-{scale:g}", free_port()), dict(os.environ)
    with a_sink() as port, running(plan, {**outside, **leaving_by(port)}) as shop:
        os.environ.update(environment_of(plan), DJANGO_SETTINGS_MODULE="crm.settings")
        import django

        django.setup()
        from crm.bench.__main__ import open_and_fill
        from crm.bench.answering import answering_lines
        from crm.bench.outbox import ROWS, prepare
        from crm.bench.posting import freeze, stop
        from crm.shop.models import User
        from customers.models import Customer

        open_and_fill(size_of(scale))
        prepare(Customer.objects.count(), int(ROWS * min(scale, 1)))
        sending, _took = freeze(User.objects.get(role="owner"))
        print(HEAD)
        for line in answering_lines(shop, say):
            print(line, flush=True)
        stop(sending)


if __name__ == "__main__":
    main()
