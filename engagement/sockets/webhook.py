"""What other programs can be told of customers and purchases; and what the cellar hears of whom we tell."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from crm.shop.field_names import call_counts
from crm.shop.models import AuditEntry
from crm.shop.naming import names
from crm.shop.verbs import say
from customers.models import Customer, Interaction, Merge, Purchase, Referral, Segment, SegmentStay
from engagement.models import Webhook
from engagement.webhooks.events import Event, Found, Numbers, number_of, tells


def _numbers(lines: Sequence[AuditEntry]) -> dict[int, int]:
    """What each line is about, by the number of the line."""
    found = {line.pk: number_of(line.about) for line in lines}
    return {line: number for line, number in found.items() if number is not None}


def _purchases(lines: Sequence[AuditEntry], *, refunds: bool) -> Mapping[int, Numbers]:
    about = _numbers(lines)
    mine = Purchase.objects.filter(pk__in=about.values(), is_refund=refunds)
    chosen = set(mine.values_list("pk", flat=True))
    return {line: {} for line, number in about.items() if number in chosen}


def sales(lines: Sequence[AuditEntry]) -> Mapping[int, Numbers]:
    """Not the refunds."""
    return _purchases(lines, refunds=False)


def refunds(lines: Sequence[AuditEntry]) -> Mapping[int, Numbers]:
    return _purchases(lines, refunds=True)


def by_hand(lines: Sequence[AuditEntry]) -> Mapping[int, Numbers]:
    """What somebody wrote; the line that comes with a purchase or an answer is told as that."""
    about = _numbers(lines)
    mine = Interaction.objects.filter(pk__in=about.values(), about="")
    chosen = set(mine.values_list("pk", flat=True))
    return {line: {} for line, number in about.items() if number in chosen}


def with_the_gone(lines: Sequence[AuditEntry]) -> Mapping[int, Numbers]:
    """And the number under which they are not found any more."""
    about = _numbers(lines)
    merges = list(Merge.objects.filter(kept__in=about.values()).order_by("-at"))
    return {
        line.pk: {"gone": merge.gone_number}
        for line in lines
        for merge in [m for m in merges if m.kept_id == about.get(line.pk) and m.at <= line.at][:1]
    }


def with_the_two(lines: Sequence[AuditEntry]) -> Mapping[int, Numbers]:
    """Who sent whom."""
    about = _numbers(lines)
    pairs = {each.pk: each for each in Referral.objects.filter(pk__in=about.values())}
    return {
        line: {"friend": pairs[number].friend_id, "advocate": pairs[number].advocate_id}
        for line, number in about.items()
        if number in pairs
    }


def came(since: datetime) -> Iterator[Found]:
    """Into the lists that everybody sees; who was there when the clock first looked did not come."""
    return _stays(since, "entered_at")


def went(since: datetime) -> Iterator[Found]:
    return _stays(since, "left_at")


def _stays(since: datetime, moment: str) -> Iterator[Found]:
    shared = Segment.objects.filter(is_shared=True).values("pk")
    for stay in SegmentStay.objects.filter(segment__in=shared, **{f"{moment}__gt": since}).order_by("pk"):
        about = f"{Customer._meta.label_lower}:{stay.customer_id}"
        yield Found(about, getattr(stay, moment), f"stay:{stay.pk}", {"segment": stay.segment_id})


tells(
    Event("customer.created", _("A customer was added"), ("customer.created",), door="api:customer"),
    Event(
        "customer.changed",
        _("A customer was changed"),
        ("customer.edited", "customer.quietened", "customer.unquietened"),
        door="api:customer",
    ),
    Event(
        "customer.merged",
        _("Two customers were put together"),
        ("customer.merged",),
        which=with_the_gone,
        door="api:customer",
    ),
    Event(
        "customer.taken_apart",
        _("Two customers were taken apart again"),
        ("customer.taken_apart",),
        door="api:customer",
    ),
    Event("customer.erased", _("A customer was erased"), ("customer.erased",)),
    Event(
        "customer.many_changed",
        _("Many customers were changed at once"),
        (
            "customer.many_tagged",
            "customer.many_untagged",
            "customer.many_handed_over",
            "customer.many_undone",
        ),
    ),
    Event(
        "purchase.recorded",
        _("A purchase was recorded"),
        ("purchase.recorded",),
        which=sales,
        door="api:purchase",
    ),
    Event(
        "purchase.refunded",
        _("A refund was recorded"),
        ("purchase.recorded",),
        which=refunds,
        door="api:purchase",
    ),
    Event(
        "purchase.changed",
        _("A purchase was corrected, voided or restored"),
        ("purchase.corrected", "purchase.voided", "purchase.restored"),
        door="api:purchase",
    ),
    Event("purchase.batch", _("A till brought in many purchases at once"), ("purchase.told",)),
    Event("import.applied", _("A file was brought in"), ("import.applied",)),
    Event("import.undone", _("A file was taken back"), ("import.undone",)),
    Event(
        "interaction.logged",
        _("Something was logged with a customer"),
        ("interaction.logged",),
        which=by_hand,
        door="api:interaction",
    ),
    Event(
        "consent.changed",
        _("A customer said yes or no"),
        ("consent.given", "consent.withdrawn"),
        door="api:customer",
    ),
    Event("segment.entered", _("A customer came into a shared list"), look=came, door="api:customer"),
    Event("segment.left", _("A customer left a shared list"), look=went, door="api:customer"),
    Event(
        "referral.recorded",
        _("A customer was sent by another"),
        ("referral.recorded",),
        which=with_the_two,
    ),
)


@names("engagement.webhook", "engagement:webhook_detail")
def names_of_webhooks(numbers: Collection[int]) -> Mapping[int, str]:
    return {webhook.pk: webhook.name for webhook in Webhook.objects.filter(pk__in=numbers)}


call_counts({"deliveries": _("tellings")})
say(
    {
        "webhook.added": _("had a program told what happens"),
        "webhook.edited": _("changed what a program is told"),
        "webhook.paused": _("stopped telling a program"),
        "webhook.removed": _("removed a program that was told"),
        "webhook.replayed": _("had a program told once more"),
        "webhook.resumed": _("went on telling a program"),
        "webhook.secret_renewed": _("gave a program a new secret"),
        "webhook.tested": _("tried out telling a program"),
    }
)
