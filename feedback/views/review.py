"""Reviews: what waits for a reply, one of them, a new one, who wrote it."""

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, page_or_fragment, posted
from crm.web.paging import Order, keyset_page
from engagement.places import Places
from feedback.actions.review import (
    forget_reviewer,
    log_review,
    put_review_away,
    recognise_reviewer,
    wait_again,
)
from feedback.forms.review import PasteForm, ReplyForm, ReviewerForm, ReviewForm
from feedback.models import Review, ReviewPlatform, ReviewState
from feedback.review_cards import cards_of
from feedback.review_matches import matches_of
from feedback.review_reading import read_pasted

LIST = "feedback/review_list.html"
PAGE = "feedback/review_detail.html"
FORM = "feedback/review_add.html"
PASTE = "feedback/review_paste.html"
SHOWN = {
    "": (gettext_lazy("Waiting"), (ReviewState.WAITING,)),
    "answered": (gettext_lazy("Answered"), (ReviewState.ANSWERED,)),
    "all": (gettext_lazy("All"), tuple(ReviewState)),
}
SOONEST: Order = ("reply_by", "pk")
NEWEST: Order = ("-written_on", "-pk")


@require(Permission.REVIEW_VIEW)
@require_safe
def review_list(request: StaffRequest) -> HttpResponse:
    """What waits, the most urgent first; or all, the newest first; of one place, of so many stars."""
    show = request.GET.get("show", "")
    show = show if show in SHOWN else ""
    rows = _with_people(request).filter(state__in=SHOWN[show][1], **_narrowed(request))
    page = keyset_page(rows, order=NEWEST if show else SOONEST, after=request.GET.get("after"))
    context = {
        "page": page,
        "cards": cards_of(page.rows, Places(request.shop), timezone.now()),
        "show": show,
        "chips": [(key, label) for key, (label, _states) in SHOWN.items()],
        "stars": range(5, 0, -1),
        "score": request.GET.get("score", ""),
        "platform": request.GET.get("platform", ""),
        "platforms": ReviewPlatform.objects.in_use(),
    }
    return page_or_fragment(request, LIST, context, fragment="rows")


def _narrowed(request: StaffRequest) -> dict[str, int]:
    asked = {name: request.GET.get(name, "") for name in ("platform", "score")}
    return {
        name: int(value)
        for name, value in asked.items()
        if value.isascii() and value.isdecimal() and len(value) < 10
    }


@require(Permission.REVIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def review_add(request: StaffRequest) -> HttpResponse:
    """Write one down."""
    form = ReviewForm(posted(request), initial={"platform": request.GET.get("platform", "")})
    if request.method != "POST":
        return render(request, FORM, _adding(form))
    if not form.is_valid():
        return form_again(request, FORM, _adding(form))
    key, by, platform = form.cleaned_data["once"], request.user, form.cleaned_data["platform"]
    review = only_once(key, Review, lambda: log_review(platform, form.written(), by=by)[0], by=by)
    messages.success(request, _("The review is written down."))
    return redirect("feedback:review_detail", review.pk)


@require(Permission.REVIEW_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def review_paste(request: StaffRequest) -> HttpResponse:
    """Paste one: the form comes back filled in, to be looked at."""
    form = PasteForm(posted(request))
    if request.method != "POST":
        return render(request, PASTE, {"form": form})
    if not form.is_valid():
        return form_again(request, PASTE, {"form": form})
    read = read_pasted(form.cleaned_data["pasted"], today=timezone.localdate())
    filled = ReviewForm(
        initial={name: getattr(read, name) for name in ("text", "author", "score", "written_on")}
    )
    return render(request, FORM, _adding(filled) | {"is_pasted": True})


def _adding(form: ReviewForm) -> dict[str, Any]:
    return {"form": form, "has_platforms": ReviewPlatform.objects.in_use().exists()}


@require(Permission.REVIEW_VIEW)
@require_safe
def review_detail(request: StaffRequest, pk: int) -> HttpResponse:
    """The review, its clock, and room for our reply."""
    review = find_review(request, pk)
    return render(request, PAGE, review_context(request, review))


@require(Permission.REVIEW_WORK)
@require_POST
def review_recognise(request: StaffRequest, pk: int) -> HttpResponse:
    """Say whose it is, or that it was somebody else."""
    review = find_review(request, pk)
    if request.POST.get("do") == "forget":
        forget_reviewer(review, by=request.user)
        return redirect("feedback:review_detail", pk)
    form = ReviewerForm(request.POST, user=request.user)
    if not form.is_valid():
        return form_again(request, PAGE, review_context(request, review, reviewer=form), fragment="reviewer")
    recognise_reviewer(review, form.chosen, by=request.user)
    return redirect("feedback:review_detail", pk)


@require(Permission.REVIEW_WORK)
@require_POST
def review_move(request: StaffRequest, pk: int) -> HttpResponse:
    """It needs no reply, it is gone where it stood, or it does wait: the button says which."""
    review, what = find_review(request, pk), request.POST.get("do", "")
    if what in {"close", "gone"}:
        put_review_away(review, is_gone=what == "gone", by=request.user)
    elif what == "reopen":
        wait_again(review, by=request.user)
    return redirect("feedback:review_detail", pk)


def find_review(request: StaffRequest, pk: int) -> Review:
    """The review with everybody who had to do with it."""
    people = ("reply_written_by", "approved_by", "replied_by", "recognised_by")
    return get_object_or_404(_with_people(request).select_related(*people), pk=pk)


def review_context(request: StaffRequest, review: Review, **forms: Any) -> dict[str, Any]:
    """What its page shows."""
    may = request.user.can(Permission.REVIEW_WORK)
    return {
        "review": review,
        "card": cards_of([review], Places(request.shop), timezone.now())[0],
        "form": forms.get("reply") or ReplyForm(initial={"text": review.reply, "version": review.version}),
        "reviewer": forms.get("reviewer") or ReviewerForm(user=request.user),
        "versions": review.versions.order_by("-number"),
        "matches": matches_of(review, request.user) if may else [],
    }


def _with_people(request: StaffRequest) -> QuerySet[Review]:
    return Review.objects.visible_to(request.user).select_related("platform", "customer")
