"""What the mail provider tells us by itself: what became of a mail, and mail that came in.

The shop's own provider only, and only where it can be told from anybody else: by its signature, or by the
name and password of WEBHOOK_SECRET.
"""

from anymail.exceptions import AnymailConfigurationError, AnymailInsecureWebhookWarning
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import Resolver404, ResolverMatch, resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

KINDS = {"tracking", "inbound"}
BACKEND = "anymail.backends."


@login_not_required
@csrf_exempt
@require_http_methods(["HEAD", "POST"])
def provider_hook(request: HttpRequest, kind: str) -> HttpResponse:
    """Hand over to the library, which checks who asks; what follows is in engagement/provider_news.py."""
    match = _view_of_the_provider(kind)
    if match is None or not _can_tell_who_asks(match):
        raise Http404
    response: HttpResponse = match.func(request)
    return response


def _view_of_the_provider(kind: str) -> ResolverMatch | None:
    transport = settings.MAIL_TRANSPORT
    if kind not in KINDS or not transport.startswith(BACKEND):
        return None
    provider = transport.removeprefix(BACKEND).partition(".")[0]
    for path in (f"/{provider}/{kind}/", f"/{provider}/"):
        try:
            return resolve(path, urlconf="anymail.urls")
        except Resolver404:
            continue
    return None


def _can_tell_who_asks(match: ResolverMatch) -> bool:
    """The library only warns of a door that anybody may knock at; to us it is shut."""
    try:
        view = match.func.view_class(**match.func.view_initkwargs)  # type: ignore[attr-defined]
    except (AnymailConfigurationError, AnymailInsecureWebhookWarning):
        return False
    return bool(view.basic_auth) or not view.warn_if_no_basic_auth
