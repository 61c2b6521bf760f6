"""Words that customers let us show: agreed to, taken back as easily."""

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction
from customers.actions.stage_evidence import record_evidence, withdraw_evidence
from customers.models import Customer, Direction
from engagement.models import PublicLink
from engagement.public_links import PATHS, link_url, make_link
from feedback.kinds import SPOKE_FOR_US, TESTIMONIAL
from feedback.models import ShownAs, Testimonial

LINK = "testimonial"
PATHS[LINK] = "my-words/"


@dataclass(frozen=True)
class Agreement:
    """What a customer lets us show, where, how and how long; in which words we asked."""

    words: str
    consent_words: str
    given_on: date
    expires_on: date
    shown_as: str = ShownAs.NOBODY
    on_website: bool = False
    in_shop: bool = False
    in_print: bool = False
    on_social: bool = False
    may_shorten: bool = False
    reward: str = ""
    about: str = ""


@transaction.atomic
def record_testimonial(customer: Customer, agreement: Agreement, *, by: User | None) -> Testimonial:
    """Write down what they agreed to; whoever lets us show their words speaks for us."""
    testimonial = Testimonial.objects.create(customer=customer, created_by=by, **asdict(agreement))
    about = audit.label(testimonial)
    make_link(LINK, customer=customer, about=about)
    entry = Entry(
        kind=TESTIMONIAL.key,
        at=timezone.now(),
        text=testimonial.words,
        direction=Direction.INCOMING,
        about=about,
    )
    log_interaction(customer, entry, by=by)
    if not testimonial.reward:
        record_evidence(customer, SPOKE_FOR_US.key, about=about, on=testimonial.given_on, by=by)
    audit.record("testimonial.recorded", testimonial, by=by)
    return testimonial


@transaction.atomic
def withdraw_testimonial(testimonial: Testimonial, *, by: User | None) -> Testimonial:
    """They take it back, or we do: it is shown nowhere of ours from this moment. Twice is once."""
    rows = Testimonial.objects.select_for_update(of=("self",)).select_related("customer")
    testimonial = rows.get(pk=testimonial.pk)
    if testimonial.withdrawn_at is None:
        testimonial.withdrawn_at = timezone.now()
        testimonial.version += 1
        testimonial.save(update_fields=["withdrawn_at", "version"])
        about = audit.label(testimonial)
        withdraw_evidence(testimonial.customer, SPOKE_FOR_US.key, about=about, by=by)
        audit.record("testimonial.withdrawn", testimonial, by=by)
    return testimonial


@transaction.atomic
def note_use(testimonial: Testimonial, where: str, *, by: User) -> Testimonial:
    """It is used there too: whoever takes it back shall see every place."""
    testimonial = Testimonial.objects.select_for_update(of=("self",)).get(pk=testimonial.pk)
    places = testimonial.used_where.splitlines()
    if where not in places:
        testimonial.used_where = "\n".join([*places, where])
        testimonial.save(update_fields=["used_where"])
        audit.record("testimonial.used", testimonial, by=by)
    return testimonial


def withdrawal_address(testimonial: Testimonial) -> str:
    """Their own page, on which one button takes it back."""
    return withdrawal_addresses([testimonial]).get(testimonial.pk, "")


def withdrawal_addresses(testimonials: Collection[Testimonial]) -> dict[int, str]:
    """The page of each, in one question."""
    of_key = {audit.label(each): each.pk for each in testimonials}
    links = PublicLink.objects.filter(purpose=LINK, about__in=of_key, revoked_at=None).order_by("-pk")
    return {of_key[link.about]: link_url(link) for link in links}
