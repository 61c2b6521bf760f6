"""Which enrolled tablet a request comes from: known by a cookie only the tablet holds."""

import hashlib
import secrets

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from crm.shop.models import Device

COOKIE = "__Host-till" if settings.IS_HTTPS else "till"
KIOSK_COOKIE = "__Host-kiosk" if settings.IS_HTTPS else "kiosk"
A_YEAR = 365 * 24 * 3600


def new_token() -> str:
    """256 bits nobody can guess."""
    return secrets.token_urlsafe(32)


def fingerprint(token: str) -> str:
    """What the book keeps of a token."""
    return hashlib.sha256(token.encode()).hexdigest()


def tablet_of(request: HttpRequest) -> Device | None:
    """The enrolled tablet behind this request, if it is one and was not taken back."""
    token = request.COOKIES.get(COOKIE, "")
    return Device.objects.tills().filter(token_hash=fingerprint(token)).first() if token else None


def kiosk_of(request: HttpRequest) -> Device | None:
    """The tablet for customers behind this request, if it is one and was not taken back."""
    token = request.COOKIES.get(KIOSK_COOKIE, "")
    return Device.objects.kiosks().filter(token_hash=fingerprint(token)).first() if token else None


def hand_token(response: HttpResponse, token: str) -> None:
    """Give the tablet its cookie; no script can read it."""
    _hand(response, COOKIE, token)


def hand_kiosk_token(response: HttpResponse, token: str) -> None:
    """The same for a tablet on which customers answer."""
    _hand(response, KIOSK_COOKIE, token)


def _hand(response: HttpResponse, cookie: str, token: str) -> None:
    response.set_cookie(
        cookie, token, max_age=A_YEAR, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
