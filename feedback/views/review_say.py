"""Where a mail leads that asks for a review: places to write, each behind a button. No account, no cookie.

Looking changes nothing. A button is pressed by people; robots that open every link press none.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from crm.shop.public_page import public_page
from engagement.models import Automation
from engagement.public_links import find_link
from feedback.actions.review_request import note_click
from feedback.models import ReviewPlatform, ReviewRequest
from feedback.review_places import places_for
from feedback.review_sampling import in_words
from feedback.review_steps import ASK, LINK

PAGE = "feedback/review_say.html"
POLICY = "feedback/review_policy.html"


@public_page()
@require_http_methods(["GET", "HEAD", "POST"])
def review_say(request: HttpRequest, token: str) -> HttpResponse:
    """Choose where to write, and be led there."""
    asked = _asked(token)
    if asked is None:
        return render(request, PAGE, {"is_gone": True}, status=404)
    places = sorted(places_for(asked.location_id), key=lambda place: place.pk != asked.platform_id)
    chosen = next((place for place in places if str(place.pk) == request.POST.get("place")), None)
    if request.method == "POST" and chosen is not None:
        note_click(asked, chosen, now=timezone.now())
        return render(request, PAGE, {"chosen": chosen})
    return render(request, PAGE, {"places": places}, status=422 if request.method == "POST" else 200)


@public_page()
@require_safe
def review_policy(request: HttpRequest) -> HttpResponse:
    """How we ask for reviews and what we do with them, out of what is really set."""
    automation = Automation.objects.filter(recipe="review", is_on=True).first()
    steps = automation.steps if automation else []
    who = [in_words(step) for step in steps if step.get("kind") == ASK]
    context = {
        "who": who[0] if who else "",
        "places": ReviewPlatform.objects.asked_for(),
        "listened": ReviewPlatform.objects.in_use().filter(is_asked=False),
    }
    return render(request, POLICY, context)


def _asked(token: str) -> ReviewRequest | None:
    link = find_link(token, LINK)
    kind, _colon, number = link.about.partition(":") if link else ("", "", "")
    if kind != "feedback.reviewrequest" or not number.isdecimal():
        return None
    return ReviewRequest.objects.filter(pk=number).first()
