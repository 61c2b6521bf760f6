"""The page on which customers choose their mail, and the one click that needs no page."""

from django.core import signing
from django.http import HttpRequest, HttpResponse, RawPostDataException
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.views.decorators.http import require_http_methods

from crm.shop.models import ShopSettings
from crm.shop.public_page import is_colleague, public_page
from customers.models import ConsentTopic, Customer
from engagement.actions.message_event import note_click
from engagement.actions.preference import CENTRE, change_preferences, stop_all, unsubscribe
from engagement.forms.preference import WishesForm
from engagement.models import Brand, LinkPurpose, PublicLink
from engagement.public_links import find_link
from engagement.wishes_view import held_about, wishes_of

PAGE = "engagement/preference_centre.html"
GONE = "engagement/link_gone.html"
ONE_CLICK = ("List-Unsubscribe", "One-Click")
NONCE_SALT, NONCE_SECONDS = "engagement.preference_centre", 24 * 3600


@public_page(never_blocked=("POST",))
@require_http_methods(["GET", "HEAD", "POST"])
def preference_centre(request: HttpRequest, token: str) -> HttpResponse:
    """Looking changes nothing; one click of the mail program leaves the list at once (RFC 8058).

    Whoever presses a button on the page sends the nonce along that only the page has.
    """
    link = find_link(token, LinkPurpose.PREFERENCES)
    if link is None or link.customer is None:
        return link_gone()
    shop = ShopSettings.current()
    with translation.override(link.customer.language or (shop.language if shop else None)):
        if request.method != "POST":
            return _page(request, link, link.customer)
        if is_one_click(request):
            unsubscribe(link)
            return _page(request, link, link.customer, done="one_click")
        return _pressed(request, link, link.customer)


def link_gone() -> HttpResponse:
    """For a link that is unknown, over, taken back or for something else: always the very same page."""
    shop = ShopSettings.current()
    context = {"shop": shop, "reply_to": Brand.current().reply_to, "theme": "auto", "is_error_page": True}
    with translation.override(shop.language if shop else None):
        return HttpResponse(render_to_string(GONE, context), status=404)


def is_one_click(request: HttpRequest) -> bool:
    """The one field that mail programs send, whichever way they pack it."""
    name, value = ONE_CLICK
    if request.POST.get(name) == value:
        return True
    try:
        return request.body.strip() == f"{name}={value}".encode()
    except RawPostDataException:
        return False


def _pressed(request: HttpRequest, link: PublicLink, customer: Customer) -> HttpResponse:
    if is_colleague(request):
        return _page(request, link, customer, status=403)
    pressed = request.POST.get("do", "save")
    form = WishesForm(request.POST, wishes_of(customer, timezone.now()))
    if not _is_from_the_page(request, link):
        return _page(request, link, customer, form=form, is_old=True, status=422)
    if pressed == "topic" and link.topic:
        unsubscribe(link)
    elif pressed == "all":
        stop_all(customer, source=CENTRE, link=link, by=None)
    elif form.is_valid():
        change_preferences(customer, form.wishes(), source=CENTRE, link=link, by=None)
    else:
        return _page(request, link, customer, form=form, status=422)
    note_click(link.message_id)
    return _page(request, link, customer, done=pressed)


def _page(
    request: HttpRequest, link: PublicLink, customer: Customer, *, status: int = 200, **more: object
) -> HttpResponse:
    customer.refresh_from_db()
    now = timezone.now()
    stands = wishes_of(customer, now)
    context = {
        "form": WishesForm(None, stands),
        "held": held_about(customer, now),
        "topic": ConsentTopic(link.topic).label if link.topic else "",
        "is_topic_wanted": stands.wanted.get(link.topic, False),
        "nonce": signing.dumps(link.pk, salt=NONCE_SALT),
        "is_colleague": is_colleague(request),
        **more,
    }
    return render(request, PAGE, context, status=status)


def _is_from_the_page(request: HttpRequest, link: PublicLink) -> bool:
    try:
        known = signing.loads(request.POST.get("nonce", ""), salt=NONCE_SALT, max_age=NONCE_SECONDS)
    except signing.BadSignature:
        return False
    return bool(known == link.pk)
