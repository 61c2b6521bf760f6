"""Reviews: written down, recognised, put away."""

import hashlib
from dataclasses import asdict
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import ShopSettings, User
from crm.shop.opening_hours import moment_of
from customers.actions.interaction import Entry, log_interaction, withdraw_interaction
from customers.actions.stage_evidence import record_evidence, withdraw_evidence
from customers.models import Channel, Customer, Direction
from engagement.enquiry_clock import answer_due
from engagement.places import Places
from feedback.kinds import GOOD_REVIEW, REVIEW, REVIEW_REPLY
from feedback.models import Review, ReviewPlatform, ReviewState, ReviewVersion
from feedback.review_reading import Written

PRAISE_FROM = 4  # stars


@transaction.atomic
def log_review(platform: ReviewPlatform, written: Written, *, by: User | None) -> tuple[Review, bool]:
    """Write it down, and whether it is new: its clock runs from now on. Twice is once."""
    now = timezone.now()
    values = asdict(written) | {
        "platform": platform,
        "written_on": written.written_on or timezone.localdate(now),
        "reply_by": _reply_by(platform),
        "created_by": by,
    }
    key = fingerprint(platform, written)
    review, is_new = Review.objects.get_or_create(fingerprint=key, defaults=values)
    if is_new:
        audit.record("review.logged", review, by=by)
    else:
        review = _follow_change(review, written, by)
    return review, is_new


@transaction.atomic
def log_reviews(platform: ReviewPlatform, found: list[Written], *, by: User | None) -> int:
    """Those of a file; how many are new."""
    in_order = sorted(found, key=lambda written: written.written_on or date.max)
    return sum(is_new for _review, is_new in (log_review(platform, written, by=by) for written in in_order))


def _follow_change(review: Review, written: Written, by: User | None) -> Review:
    """Its author changed it: what it said before is kept, and it waits for a reply anew."""
    review = hold_review(review)
    if (review.score, review.text) == (written.score, written.text):
        return review
    kept = {"number": review.version, "score": review.score, "text": review.text}
    ReviewVersion.objects.create(review=review, **kept)
    review.score, review.text = written.score, written.text
    review.state, review.reply_by = ReviewState.WAITING, _reply_by(review.platform)
    review.approved_at = review.approved_by = review.replied_at = review.replied_by = None
    forgotten = ("approved_at", "approved_by", "replied_at", "replied_by")
    save_review(review, "score", "text", "state", "reply_by", *forgotten)
    if review.customer is not None:
        _count_praise(review, review.customer, by)
    audit.record("review.changed_there", review, by=by)
    return review


def fingerprint(platform: ReviewPlatform, written: Written) -> str:
    """Its number where it stands; where it has none, who said what on which day."""
    told = written.external_id or "\n".join((written.author, str(written.written_on), written.text))
    return hashlib.sha256(f"{platform.pk}\n{bool(written.external_id)}\n{told}".encode()).hexdigest()


@transaction.atomic
def recognise_reviewer(review: Review, customer: Customer, *, by: User) -> Review:
    """Somebody is sure who wrote it: it stands on their timeline, and many stars speak for the shop."""
    review = hold_review(review)
    if review.customer_id == customer.pk:
        return review
    if review.customer is not None:
        _take_back(review, review.customer, by)
    review.customer, review.recognised_by = customer, by
    save_review(review, "customer", "recognised_by")
    _log(review, customer, by)
    _count_praise(review, customer, by)
    audit.record("review.recognised", review, by=by)
    return review


@transaction.atomic
def forget_reviewer(review: Review, *, by: User | None) -> Review:
    """It was somebody else: nothing of it stays with them. Twice is once."""
    review = hold_review(review)
    if review.customer is not None:
        _take_back(review, review.customer, by)
        review.customer = review.recognised_by = None
        save_review(review, "customer", "recognised_by")
        audit.record("review.unrecognised", review, by=by)
    return review


@transaction.atomic
def put_review_away(review: Review, *, is_gone: bool = False, by: User | None) -> Review:
    """It needs no reply, or it was taken down where it stood; what was counted stays. Twice is once."""
    review = hold_review(review)
    wanted = ReviewState.GONE if is_gone else ReviewState.CLOSED
    if review.state != wanted and (is_gone or review.is_waiting):
        review.state = wanted
        save_review(review, "state")
        audit.record("review.gone" if is_gone else "review.closed", review, by=by)
    return review


@transaction.atomic
def wait_again(review: Review, *, by: User | None) -> Review:
    """It does need a reply. Twice is once."""
    review = hold_review(review)
    if review.state in {ReviewState.CLOSED, ReviewState.GONE}:
        review.state = ReviewState.ANSWERED if review.replied_at else ReviewState.WAITING
        save_review(review, "state")
        audit.record("review.reopened", review, by=by)
    return review


def _count_praise(review: Review, customer: Customer, by: User | None) -> None:
    """Many stars speak for the shop, as long as they are many."""
    about = audit.label(review)
    if review.score is not None and review.score >= PRAISE_FROM:
        record_evidence(customer, GOOD_REVIEW.key, about=about, on=review.written_on, by=by)
    else:
        withdraw_evidence(customer, GOOD_REVIEW.key, about=about, by=by)


def hold_review(review: Review) -> Review:
    """As it is now, and nobody else changes it until we are done."""
    rows = Review.objects.select_for_update(of=("self",)).select_related("customer", "platform")
    return rows.get(pk=review.pk)


def save_review(review: Review, *names: str) -> None:
    """Keep these columns, as another version."""
    review.version += 1
    review.save(update_fields=[*names, "version"])


def _reply_by(platform: ReviewPlatform) -> datetime:
    shop = ShopSettings.objects.get()
    hours = Places(shop).hours_of(platform.location_id)
    return answer_due(hours, timezone.now(), shop.answer_within_hours)


def _log(review: Review, customer: Customer, by: User | None) -> None:
    entry = Entry(
        kind=REVIEW.key,
        at=min(timezone.now(), _noon(review.written_on)),
        text=review.text,
        direction=Direction.INCOMING,
        channel=Channel.SOCIAL,
        outcome="★" * (review.score or 0),
        about=audit.label(review),
    )
    log_interaction(customer, entry, by=by)


def _take_back(review: Review, customer: Customer, by: User | None) -> None:
    about = audit.label(review)
    for kind in (REVIEW, REVIEW_REPLY):
        withdraw_interaction(customer, kind=kind.key, about=about, by=by)
    withdraw_evidence(customer, GOOD_REVIEW.key, about=about, by=by)


def _noon(day: date) -> datetime:
    """Nobody tells the hour of a review."""
    return moment_of(day, time(12), ZoneInfo(ShopSettings.objects.get().time_zone))
