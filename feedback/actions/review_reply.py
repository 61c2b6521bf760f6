"""Our reply to a review: drafted, looked at by a second person, put where everybody reads it."""

from django.db import transaction
from django.utils import timezone

from crm.shop.actions import audit
from crm.shop.models import User
from customers.actions.interaction import Entry, log_interaction
from customers.models import Channel, Customer, Direction
from customers.stale import refuse_stale
from feedback.actions.review import hold_review, save_review
from feedback.kinds import REVIEW_REPLY
from feedback.models import Review, ReviewState
from feedback.reply_check import why_not_public


class ReplyTellsTooMuch(Exception):
    """It holds what does not belong into public; `findings` say what."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__(len(findings))
        self.findings = findings


class ReplyIsNotApproved(Exception):
    """A reply to few stars needs a second person's yes, and there has to be one."""


@transaction.atomic
def write_reply(review: Review, text: str, *, version: int, by: User) -> Review:
    """Draft it, or change it: whoever had approved other words has not approved these.

    Raises SomebodyWasFaster, and ReplyTellsTooMuch.
    """
    review = hold_review(review)
    refuse_stale(review, version)
    if review.reply == text:
        return review
    if findings := why_not_public(text, author=review.author, names=_names(review.customer)):
        raise ReplyTellsTooMuch(findings)
    review.reply, review.reply_written_by = text, by
    review.approved_at = review.approved_by = None
    # Other words than those that stand there: they are not there yet.
    review.replied_at = review.replied_by = None
    review.state = ReviewState.WAITING
    save_review(
        review, "reply", "reply_written_by", "approved_at", "approved_by", "replied_at", "replied_by", "state"
    )
    audit.record("review.reply_written", review, by=by)
    return review


@transaction.atomic
def approve_reply(review: Review, *, version: int, by: User) -> Review:
    """These words may stand there. Twice is once; raises SomebodyWasFaster when they are others by now."""
    review = hold_review(review)
    if review.approved_at is not None or not review.reply:
        return review
    refuse_stale(review, version)
    review.approved_at, review.approved_by = timezone.now(), by
    save_review(review, "approved_at", "approved_by")
    audit.record("review.reply_approved", review, by=by)
    return review


@transaction.atomic
def note_reply(review: Review, *, by: User) -> Review:
    """It stands there now: its clock stops. Twice is once; raises ReplyIsNotApproved."""
    review = hold_review(review)
    if review.replied_at is not None:
        return review
    if not review.may_be_published:
        raise ReplyIsNotApproved
    review.state, review.replied_at, review.replied_by = ReviewState.ANSWERED, timezone.now(), by
    save_review(review, "state", "replied_at", "replied_by")
    if review.customer is not None:
        _log(review, review.customer, by)
    audit.record("review.replied", review, by=by)
    return review


def _names(customer: Customer | None) -> list[str]:
    """What somebody we think we know is called, and would be recognised by."""
    if customer is None:
        return []
    return [customer.given_name, customer.family_name, customer.company]


def _log(review: Review, customer: Customer, by: User) -> None:
    entry = Entry(
        kind=REVIEW_REPLY.key,
        at=timezone.now(),
        text=review.reply,
        direction=Direction.OUTGOING,
        channel=Channel.SOCIAL,
        about=audit.label(review),
    )
    log_interaction(customer, entry, by=by)
