"""What the clock does on the ground floor. Running it twice changes nothing."""

from celery import shared_task
from django.utils import timezone

from crm.shop.actions.till import today_in_the_shop
from customers.actions.rhythm import refresh_usual_gap
from customers.actions.stage import replay_stages
from customers.cycle_overview import keep_overview
from customers.models import Customer

AT_A_TIME = 1_000
BATCHES = 20


@shared_task
def turn_stages() -> None:
    """Let those whose silence has become too long, or whose praise has faded, move on today."""
    today, last = today_in_the_shop(), 0
    for _batch in range(BATCHES):
        due = Customer.objects.filter(stage_ends_on__lte=today, pk__gt=last).order_by("pk")
        customers = list(due.values_list("pk", flat=True)[:AT_A_TIME])
        if not customers:
            return
        replay_stages(customers)
        last = customers[-1]


@shared_task
def count_cycle() -> None:
    """A large shop's cycle takes too long to be counted while somebody waits for its page."""
    keep_overview(timezone.now())


@shared_task
def count_usual_gap() -> None:
    """The shop's usual gap between two buying days moves slowly: once a day is enough."""
    refresh_usual_gap()
