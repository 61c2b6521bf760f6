"""What people wrote about the demo shop in public, and what it replied."""

from datetime import timedelta

from django.db.models import Max

from crm.demo.dice import dice
from crm.demo.reading import rows as read
from crm.demo.reading import split_outcome
from crm.demo.review_writers import recognise_writers, write_what_they_said
from crm.demo.shop import Frame
from crm.shop.location_calendar import opening_hours_of
from crm.shop.opening_hours import OpeningHours
from customers.models import Purchase
from engagement.enquiry_clock import answer_due
from feedback.actions.review import fingerprint
from feedback.models import RequestOutcome, Review, ReviewPlatform, ReviewRequest, ReviewState
from feedback.review_reading import Written

PLATFORMS = (
    ("google", "Google", "https://g.page/r/quill-and-thimble/review", 3),
    ("trustpilot", "Trustpilot", "https://www.trustpilot.com/evaluate/quill-and-thimble.example", 1),
    ("tripadvisor", "Tripadvisor", "", 1),
    ("facebook", "Facebook", "", 1),
    ("own", "Our visitors' book", "https://quill-and-thimble.example/book", 1),
    ("yelp", "Yelp", "", 1),
    ("social", "Social media", "", 1),
)
ASKED_SINCE, WAITED, COME = timedelta(days=170), timedelta(days=5), 0.14
ASKED = {"google", "trustpilot"}
ONE_FOR_EACH_PLACE = {"google"}
WRITER, APPROVER = "Mira", "Olga"


def write_reviews(frame: Frame) -> None:
    """The places, and what stands there."""
    made = ReviewPlatform.objects.bulk_create(
        ReviewPlatform(
            kind=kind,
            name=name,
            address=address,
            weight=share,
            is_asked=kind in ASKED,
            location=frame.location if kind in ONE_FOR_EACH_PLACE else None,
        )
        for kind, name, address, share in PLATFORMS
    )
    platforms = {platform.kind: platform for platform in made}
    hours = opening_hours_of(frame.location, frame.shop)
    reviews = [_review(row, platforms, hours, frame) for row in reversed(read("reviews"))]
    known = recognise_writers(reviews, frame)
    Review.objects.bulk_create(reviews)
    write_what_they_said(known, frame)


def _review(
    row: tuple[str, ...], platforms: dict[str, ReviewPlatform], hours: OpeningHours, frame: Frame
) -> Review:
    ago, where, author, stars, how_far, told = row
    text, reply = split_outcome(told)
    platform, day = platforms[where], frame.days.today - timedelta(days=int(ago))
    at = f"https://social.example/{author.removeprefix('@')}/{ago}" if where == "social" else ""
    written = Written(text, author, int(stars) if stars else None, day, address=at)
    seen_at = frame.days.later(frame.days.now, -int(ago), 0.2)
    review = Review(
        **vars(written),
        platform=platform,
        fingerprint=fingerprint(platform, written),
        reply_by=answer_due(hours, seen_at, frame.shop.answer_within_hours),
        created_by=frame.staff[WRITER],
    )
    _go_on(review, how_far, reply, frame)
    return review


def _go_on(review: Review, how_far: str, reply: str, frame: Frame) -> None:
    """As far as its reply came."""
    if how_far == "closed":
        review.state = ReviewState.CLOSED
    if how_far not in {"drafted", "approved", "answered"}:
        return
    review.reply, review.reply_written_by = reply, frame.staff[WRITER]
    at = frame.days.later(review.reply_by, -1, 0.8)
    if how_far != "drafted" and review.needs_approval:
        review.approved_at, review.approved_by = at, frame.staff[APPROVER]
    if how_far == "answered":
        review.state, review.replied_at, review.replied_by = ReviewState.ANSWERED, at, frame.staff[WRITER]


def write_review_requests(frame: Frame) -> None:
    """Whom the shop asked since it began to: everybody who bought, once in half a year."""
    since, until = frame.days.now - ASKED_SINCE, frame.days.now - WAITED - timedelta(days=3)
    google = ReviewPlatform.objects.get(kind="google")
    rolls, rows = dice("review requests"), []
    bought = Purchase.objects.filter(at__range=(since, until), is_refund=False, customer__isnull=False)
    for customer, at in bought.values_list("customer").annotate(last=Max("at")).order_by("last", "customer"):
        asked_at = at + WAITED
        has_come = rolls.random() < COME
        rows.append(
            ReviewRequest(
                customer_id=customer,
                cause=f"review:demo:{customer}",
                outcome=RequestOutcome.ASKED,
                at=asked_at,
                platform=google,
                clicked_at=asked_at + timedelta(hours=7) if has_come else None,
            )
        )
    ReviewRequest.objects.bulk_create(rows)
