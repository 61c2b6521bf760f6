"""What goes together, and who came back for it."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from metrics.models import Pairing, PairingKind

SHOWN = 30  # of each kind


@require(Permission.METRIC_VIEW)
@require_safe
def goes_together(request: StaffRequest) -> HttpResponse:
    """By category and by product, the clearest first."""
    pairings = list(Pairing.objects.strongest_first())
    labels = {PairingKind.CATEGORY: _("Categories"), PairingKind.PRODUCT: _("Products")}
    groups = [
        (label, chosen)
        for kind, label in labels.items()
        if (chosen := [pairing for pairing in pairings if pairing.kind == kind][:SHOWN])
    ]
    return render(request, "metrics/goes_together.html", {"groups": groups})
