"""From people and baskets to rows, set-based: a whole shop in a few seconds."""

from collections.abc import Iterable, Sequence

from crm.demo.cast import Basket, Person, Said
from crm.demo.knowing import GIFT_WRAP, RING_SIZES, Agreed
from crm.demo.shop import Frame
from crm.demo.writers import CHANNELS
from customers.actions.customer import sort_key
from customers.actions.purchase import lines_of, timeline_entry
from customers.actions.tag import find_or_make_tags
from customers.cleaning import fold
from customers.models import (
    Consent,
    Customer,
    CustomField,
    CustomFieldKind,
    Email,
    ExternalId,
    Household,
    Interaction,
    Phone,
    Purchase,
    PurchaseLine,
    QuickFact,
    Relationship,
)

OWN_FIELDS = (
    ("book_club", "Reading circle", CustomFieldKind.YES_NO, ()),
    ("member_since", "Reading circle since", CustomFieldKind.DAY, ()),
    ("ring_size", "Ring size", CustomFieldKind.CHOICE, RING_SIZES),
    ("gift_wrap", "Gift wrap", CustomFieldKind.CHOICE, GIFT_WRAP),
)
TIES = {
    "story": Relationship.COMMUNITY,
    "steady": Relationship.COLLABORATIVE,
    "organisation": Relationship.COLLABORATIVE,
    "once": Relationship.TRANSACTIONAL,
}
CARD_CODES = range(10_007, 99_999, 37)

Rows = dict[int, Customer]  # by the identity of the person


def write_custom_fields() -> None:
    """The questions this shop asks of everybody."""
    CustomField.objects.bulk_create(
        CustomField(key=key, label=label, kind=kind, choices=list(choices), position=position)
        for position, (key, label, kind, choices) in enumerate(OWN_FIELDS)
    )


def write_customers(people: Sequence[Person], frame: Frame) -> Rows:
    """The customers with all that hangs on them."""
    households = _write_households(people)
    customers = [
        _customer(person, number, households.get(person.household), frame)
        for number, person in enumerate(people)
    ]
    Customer.objects.bulk_create(customers)
    _remember_first_meetings(customers, people, frame)
    rows = {id(person): customer for person, customer in zip(people, customers, strict=True)}
    _write_contacts(people, rows)
    _write_tags(people, rows)
    return rows


def write_consents(agreed: Iterable[Agreed], rows: Rows, frame: Frame) -> None:
    """The consent log."""
    Consent.objects.bulk_create(
        Consent(
            customer=rows[id(answer.who)],
            channel=answer.channel,
            topic=answer.topic,
            is_given=answer.is_given,
            wording=answer.wording,
            source=answer.source,
            at=answer.at,
            by=frame.staff[answer.staff],
        )
        for answer in agreed
    )


def write_purchases(baskets: Sequence[Basket], rows: Rows, frame: Frame) -> None:
    """Receipts in the order of the till, their lines, and what the timeline says of them."""
    known: dict[int, Purchase] = {}
    in_order = sorted(baskets, key=lambda basket: (basket.at, basket.refund_of is not None))
    numbered = {id(basket): f"QT-{number:05d}" for number, basket in enumerate(in_order, start=1)}
    for wave in ([b for b in in_order if not b.refund_of], [b for b in in_order if b.refund_of]):
        purchases = [_purchase(basket, numbered, known, rows, frame) for basket in wave]
        Purchase.objects.bulk_create(purchases)
        known |= {id(basket): purchase for basket, purchase in zip(wave, purchases, strict=True)}
    PurchaseLine.objects.bulk_create(
        row for basket in in_order for row in lines_of(known[id(basket)], basket.lines)
    )
    Interaction.objects.bulk_create(
        Interaction(
            customer=rows[id(basket.who)],
            staff=frame.staff[basket.staff],
            **timeline_entry(known[id(basket)], basket.lines).values(),
        )
        for basket in in_order
        if basket.who is not None
    )


def write_timeline(lines: Iterable[Said], rows: Rows, frame: Frame) -> None:
    """What was said, asked and noted."""
    Interaction.objects.bulk_create(_interaction(said, rows, frame) for said in sorted(lines, key=_when))


def _when(said: Said) -> tuple[object, str]:
    return said.at, said.text


def _customer(person: Person, number: int, household: Household | None, frame: Frame) -> Customer:
    street, postcode, city = person.address
    day, month, year = person.birthday
    customer = Customer(
        given_name=person.given,
        family_name=person.family,
        preferred_name=person.preferred,
        company=person.company,
        language=person.language,
        birth_day=day,
        birth_month=month,
        birth_year=year,
        street=street,
        postcode=postcode,
        city=city,
        country="GB" if city else "",
        source=person.source,
        whereabouts=person.whereabouts,
        preferred_channel=_preferred_channel(person),
        relationship=TIES.get(person.habit.name, ""),
        do_not_disturb_since=person.quiet_since,
        household=household,
        looked_after_by=frame.staff.get(person.looked_after_by),
        card_code=f"QT{CARD_CODES[number]}" if "Loyalty card" in person.tags or number % 3 == 1 else None,
        custom=person.custom,
        is_demo=True,
        created_by=frame.staff[person.said[0].staff if person.said else "Mira"],
    )
    customer.sort_key = sort_key(customer)
    return customer


def _preferred_channel(person: Person) -> str:
    if person.orders_by_phone:
        return "phone"
    return "email" if person.emails and len(person.tags) == 1 else ""


def _remember_first_meetings(customers: list[Customer], people: Sequence[Person], frame: Frame) -> None:
    """`created_at` is set to now on creation; these people were met long ago."""
    for customer, person in zip(customers, people, strict=True):
        customer.created_at = person.first_at or frame.days.at(person.begins, 0.5)
    Customer.objects.bulk_update(customers, ["created_at"])


def _write_households(people: Iterable[Person]) -> dict[str, Household]:
    names = dict.fromkeys(person.household for person in people if person.household)
    return {home.name: home for home in Household.objects.bulk_create(Household(name=n) for n in names)}


def _write_contacts(people: Sequence[Person], rows: Rows) -> None:
    with_rows = [(person, rows[id(person)]) for person in people]
    Phone.objects.bulk_create(
        Phone(customer=row, number=number, label=_phone_label(number), position=position)
        for person, row in with_rows
        for position, number in enumerate(person.phones)
    )
    Email.objects.bulk_create(
        Email(customer=row, address=address) for person, row in with_rows for address in person.emails
    )
    QuickFact.objects.bulk_create(
        QuickFact(customer=row, kind=kind, text=text, position=position)
        for person, row in with_rows
        for position, (kind, text) in enumerate(person.facts)
    )
    ExternalId.objects.bulk_create(
        ExternalId(customer=row, source="till", value=f"C{number:04d}")
        for number, (_person, row) in enumerate(with_rows, start=1)
        if row.card_code
    )


def _phone_label(number: str) -> str:
    return "mobile" if number.startswith("+447") else ""


def _write_tags(people: Sequence[Person], rows: Rows) -> None:
    names = sorted({name for person in people for name in person.tags})
    tags = {tag.folded_name: tag for tag in find_or_make_tags(names)}
    through = Customer.tags.through
    through.objects.bulk_create(
        through(customer_id=rows[id(person)].pk, tag_id=tags[fold(name)].pk)
        for person in people
        for name in dict.fromkeys(person.tags)
    )


def _purchase(
    basket: Basket, numbered: dict[int, str], known: dict[int, Purchase], rows: Rows, frame: Frame
) -> Purchase:
    return Purchase(
        customer=rows[id(basket.who)] if basket.who else None,
        at=basket.at,
        is_refund=basket.refund_of is not None,
        refund_of=known[id(basket.refund_of)] if basket.refund_of else None,
        total=basket.total,
        currency=frame.shop.currency,
        channel=basket.channel,
        location=frame.location,
        staff=frame.staff[basket.staff],
        source="till",
        external_id=numbered[id(basket)],
        is_demo=True,
    )


def _interaction(said: Said, rows: Rows, frame: Frame) -> Interaction:
    staff = frame.staff[said.staff]
    is_here = CHANNELS.get(said.kind) == "in_person"
    return Interaction(
        customer=rows[id(said.who)],
        kind=said.kind,
        at=said.at,
        text=said.text,
        outcome=said.outcome,
        mood=said.mood,
        direction=said.direction,
        channel=CHANNELS.get(said.kind, ""),
        minutes=said.minutes,
        location=frame.location if is_here else None,
        staff=staff,
        pinned_at=said.at if said.pinned else None,
        pinned_by=staff if said.pinned else None,
    )
