"""Who stands at the till."""

from allauth.account.adapter import get_adapter
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from crm.shop.actions.session import BY_PIN, begin_session
from crm.shop.actions.till import IDLE_SECONDS, TabletIsLocked, check_pin, takes_pins, touch
from crm.shop.forms.till import SwitchForm
from crm.shop.guards import StaffRequest, require
from crm.shop.models import Device, User
from crm.shop.permissions import Permission
from crm.shop.tablet import tablet_of
from crm.web.answers import form_again

PAGE = "shop/till.html"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def till(request: HttpRequest) -> HttpResponse:
    """Choose your name and type your PIN. Only an enrolled tablet has this page."""
    tablet = tablet_of(request)
    if tablet is None:
        raise Http404
    form = SwitchForm(request.POST or None)
    context = {"tablet": tablet, "form": form, "takes_pins": takes_pins(tablet)}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    return _try_pin(request, tablet, form)


@require(Permission.CUSTOMER_VIEW)
@require_POST
def till_lock(request: StaffRequest) -> HttpResponse:
    """Leave the tablet to the next person: nobody is signed in until somebody shows a PIN."""
    if tablet_of(request) is None:
        raise Http404
    get_adapter().logout(request)
    return redirect("shop:till")


@require(Permission.CUSTOMER_VIEW)
@require_POST
def till_still_here(request: StaffRequest) -> HttpResponse:
    """Somebody has typed for a while without sending anything: they are not idle."""
    tablet = tablet_of(request)
    if tablet is None:
        raise Http404
    said = request.POST.get("seconds_ago", "")
    seconds_ago = int(said) if said.isascii() and said.isdigit() and len(said) < 4 else IDLE_SECONDS
    touch(request.session, tablet, seconds_ago=min(seconds_ago, IDLE_SECONDS))
    return HttpResponse(status=204)


def _try_pin(request: HttpRequest, tablet: Device, form: SwitchForm) -> HttpResponse:
    person: User = form.cleaned_data["person"]
    try:
        is_right = check_pin(tablet, person, form.cleaned_data["pin"])
    except TabletIsLocked:
        return form_again(request, PAGE, {"tablet": tablet, "form": form, "takes_pins": False})
    if is_right:
        _enter(request, tablet, person)
        return redirect("home")
    form.add_error("pin", _("This PIN is not right."))
    tablet.refresh_from_db()
    return form_again(request, PAGE, {"tablet": tablet, "form": form, "takes_pins": takes_pins(tablet)})


def _enter(request: HttpRequest, tablet: Device, person: User) -> None:
    """A new session, with nothing of the last person's in it."""
    request.session.flush()
    login(request, person)
    request.session[BY_PIN] = tablet.pk
    touch(request.session, tablet)
    begin_session(request, person, verb="till.switched")
