"""How a tablet learns to trust the shop's own certificate (`make run LAN=1`)."""

from pathlib import Path

import segno
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe


def _authority() -> Path:
    """The certificate to trust; there is one only while the shop listens on the network."""
    path = Path(settings.STATE_DIR) / "lan" / "ca.pem"
    if not (settings.IS_HTTPS and path.exists()):
        raise Http404
    return path


@login_not_required
@require_safe
def trust(request: HttpRequest) -> HttpResponse:
    """The address as a QR code, and the steps for each kind of tablet."""
    _authority()
    address = settings.PUBLIC_URL + reverse("trust")
    code = segno.make(address).svg_data_uri(scale=6, border=2, dark="#1f2d27")
    return render(request, "trust.html", {"address": address, "code": code})


@login_not_required
@require_safe
def trust_certificate(request: HttpRequest) -> FileResponse:
    """The certificate itself, in the form that tablets install."""
    return FileResponse(
        _authority().open("rb"),
        content_type="application/x-x509-ca-cert",
        filename="regulars-shop.crt",
        as_attachment=True,
    )
