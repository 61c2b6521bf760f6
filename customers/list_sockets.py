"""What the list tells the cellar: how saved lists, bulk changes and tags are called, and its verbs."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext_lazy as _

from crm.shop.naming import names
from crm.shop.verbs import say
from customers.actions import bulk_jobs  # noqa: F401 - registers its kinds of job
from customers.models import BulkChange, Segment, Tag


@names("customers.segment")
def names_of_segments(numbers: Collection[int]) -> Mapping[int, str]:
    return {segment.pk: str(segment) for segment in Segment.objects.filter(pk__in=numbers)}


@names("customers.bulkchange")
def names_of_bulk_changes(numbers: Collection[int]) -> Mapping[int, str]:
    return {change.pk: str(change) for change in BulkChange.objects.filter(pk__in=numbers)}


@names("customers.tag")
def names_of_tags(numbers: Collection[int]) -> Mapping[int, str]:
    return {tag.pk: tag.name for tag in Tag.objects.filter(pk__in=numbers)}


say(
    {
        "customer.exported": _("exported customers"),
        "customer.exported_for_import": _("exported customers to bring them in elsewhere"),
        "customer.many_tagged": _("tagged many customers"),
        "customer.many_untagged": _("took a tag from many customers"),
        "customer.many_handed_over": _("gave many customers to a colleague"),
        "customer.many_undone": _("undid a change to many customers"),
        "segment.deleted": _("forgot a saved list"),
        "segment.edited": _("changed a saved list"),
        "segment.saved": _("saved a list"),
    }
)
