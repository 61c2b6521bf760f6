"""Who asks, and what their key opens."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.authentication import BaseAuthentication
from rest_framework.exceptions import AuthenticationFailed
from rest_framework.permissions import BasePermission
from rest_framework.request import Request

from crm.shop.actions.api_token import KeyIsNoGood, find_token, take_request
from crm.shop.actions.audit import program_of_request
from crm.shop.models import ApiToken, Scope

LONGEST_ACTOR = 80
# What a scope opens beside what it is called by.
INCLUDED: dict[str, frozenset[str]] = {
    Scope.MAIL: frozenset({Scope.READ}),
    # A key cannot do what it could not when it was made: merging and disclosing are asked for by name.
    Scope.WRITE: frozenset({Scope.READ, Scope.MAIL, Scope.PURCHASES}),
}


@dataclass(frozen=True)
class Program:
    """Whoever shows a good key. It is nobody who works here."""

    token: ApiToken
    is_authenticated: bool = True


class KeyAuthentication(BaseAuthentication):
    """`Authorization: Bearer rgl_…`, and nothing else: no cookie, no query string."""

    def authenticate(self, request: Request) -> tuple[Program, ApiToken] | None:
        """The program behind the key; every good key costs one request of its allowance."""
        scheme, _space, key = request.META.get("HTTP_AUTHORIZATION", "").partition(" ")
        if scheme.lower() != "bearer":
            return None
        try:
            token = find_token(key.strip(), address=request.META.get("REMOTE_ADDR", ""))
        except KeyIsNoGood:
            raise AuthenticationFailed(_("This key does not open anything.")) from None
        take_request(token)
        program_of_request.set(f"api: {token.name}"[:LONGEST_ACTOR])
        return Program(token), token

    def authenticate_header(self, request: Request) -> str:
        return 'Bearer realm="api"'


class KeyOpens(BasePermission):
    """Does the key have the scope that this method of the view asks for?"""

    def has_permission(self, request: Request, view: Any) -> bool:
        if not isinstance(request.auth, ApiToken):
            return False
        method = "GET" if request.method == "HEAD" else request.method
        wanted = getattr(view, "scopes", {}).get(method)
        # A method the view does not have is refused as such (405), not as forbidden.
        is_unknown = request.method not in view.allowed_methods
        return is_unknown or (wanted is not None and opens(request.auth, wanted))


def opens(token: ApiToken, wanted: Scope) -> bool:
    """Writing includes reading; reading mails includes reading all else."""
    return any(wanted == scope or wanted in INCLUDED.get(scope, ()) for scope in token.scopes)
