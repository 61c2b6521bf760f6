"""The sign-in page of the demo shop says who can sign in."""

from typing import Any

from django.http import HttpRequest

from crm.demo.people import PASSWORD, SIGN_INS


def demo_sign_ins(request: HttpRequest) -> dict[str, Any]:
    """(role, e-mail, password) of the demo's people, on the sign-in page of the demo shop only."""
    shop = getattr(request, "shop", None)
    match = request.resolver_match
    if not (shop and shop.is_demo and match and match.view_name == "account_login"):
        return {}
    return {"demo_sign_ins": [(role, email, PASSWORD) for role, email in SIGN_INS]}
