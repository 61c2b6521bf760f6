"""What this floor writes on the timeline."""

from django.utils.translation import gettext_lazy as _

from crm.shop.permissions import Permission
from customers.kinds import Kind, register_kind

COMPLAINT = Kind(
    "complaint", _("Complaint"), "frown", "feedback:complaint_detail", permission=Permission.COMPLAINT_VIEW
)
COMPLAINT_NEWS = Kind(
    "complaint_news",
    _("About a complaint"),
    "message-square-reply",
    "feedback:complaint_detail",
    permission=Permission.COMPLAINT_VIEW,
    is_ours=True,
)

OWN_KINDS = (COMPLAINT, COMPLAINT_NEWS)


def register_own_kinds() -> None:
    for kind in OWN_KINDS:
        register_kind(kind)
