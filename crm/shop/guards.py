"""The guard at each door: who may come in, and who has to show their face again."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, cast

from allauth.account.decorators import reauthentication_required
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from crm.shop.models import ShopSettings, User
from crm.shop.permissions import Permission

P = ParamSpec("P")
View = Callable[Concatenate["StaffRequest", P], HttpResponse]


class StaffRequest(HttpRequest):
    """A request by somebody who works here."""

    user: User
    htmx: HtmxDetails
    shop: ShopSettings


def require(permission: Permission) -> Callable[[View[P]], View[P]]:
    """Let in only people with this permission; everybody else gets 403."""

    def guard(view: View[P]) -> View[P]:
        @wraps(view)
        def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if not request.user.can(permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        guarded.permission = permission  # type: ignore[attr-defined] # the crawl reads it
        return cast("View[P]", guarded)

    return guard


def sudo(view: View[P]) -> View[P]:
    """Ask again for the password or passkey when the last time was over ten minutes ago.

    Somebody known only by a PIN has no password to show here and is refused.
    """
    asked_again = reauthentication_required(view)

    @wraps(view)
    def guarded(request: StaffRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        if request.user.by_pin:
            raise PermissionDenied
        response: HttpResponse = asked_again(request, *args, **kwargs)
        return response

    guarded.is_sudo = True  # type: ignore[attr-defined]
    return cast("View[P]", guarded)
