"""People whom the counter has written down twice, and two whom Olga once took for one."""

from crm.demo.shop import Frame
from crm.shop.actions import audit
from customers.actions.customer import sort_key
from customers.first_contact import FIRST_PHONE
from customers.kinds import MERGED, TAKEN_APART
from customers.likeness import NEAR_NAME, OTHER_FIRST_NAME, PHONE, SAME_NAME, WEIGHTS
from customers.models import Customer, Duplicate, Interaction, Merge, Phone

WRITTEN_TWICE = 4
# The same name again, a slip in it, an initial, and another first name with the same phone.
LIKE = (SAME_NAME, NEAR_NAME, NEAR_NAME, OTHER_FIRST_NAME)


def write_doubles(frame: Frame) -> None:
    """Each with the phone number of somebody who is there; the clock finds them by itself, too."""
    known = Customer.objects.exclude(given_name="").exclude(family_name="").filter(household=None)
    reached = known.annotate(first_phone=FIRST_PHONE).exclude(first_phone=None).order_by("pk")
    twice = list(reached[:WRITTEN_TWICE])
    doubles = [_again(customer, turn, frame) for turn, customer in enumerate(twice)]
    Customer.objects.bulk_create(doubles)
    pairs = list(zip(twice, doubles, LIKE, strict=True))
    Phone.objects.bulk_create(
        Phone(customer=double, number=vars(customer)["first_phone"]) for customer, double, _like in pairs
    )
    Duplicate.objects.bulk_create(
        Duplicate(
            first=customer,
            second=double,
            strength=WEIGHTS[PHONE] + WEIGHTS[like],
            reasons=[PHONE, like],
            found_at=frame.days.now,
        )
        for customer, double, like in pairs
    )
    _take_two_for_one(frame)


def _again(customer: Customer, turn: int, frame: Frame) -> Customer:
    given = customer.given_name
    names = (given, given[:-1] + "h", f"{given[0]}.", "Walter")
    double = Customer(given_name=names[turn], family_name=customer.family_name, stage_since=frame.days.today)
    double.is_demo, double.sort_key = True, sort_key(double)
    return double


def _take_two_for_one(frame: Frame) -> None:
    """The day after they were taken apart again; their timeline says so."""
    one, other = Customer.objects.exclude(household=None).order_by("household", "pk")[:2]
    began, ended = (frame.days.later(frame.days.now, -days, 0.5) for days in (9, 8))
    olga = frame.staff["Olga"]
    merge = Merge.objects.create(
        kept=one, gone_number=other.pk, at=began, by=olga, undone_at=ended, undone_by=olga
    )
    lines = ((MERGED, began, "Taken for one person"), (TAKEN_APART, ended, "They only live together"))
    Interaction.objects.bulk_create(
        Interaction(customer=one, kind=kind.key, at=at, text=text, staff=olga, about=audit.label(merge))
        for kind, at, text in lines
    )
