"""Reading what people said, one text after the other, and saying what it is about."""

from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import timedelta

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.guards import StaffRequest, require
from crm.shop.models import User
from crm.shop.permissions import Permission
from crm.web.answers import form_again
from customers.models import Customer
from feedback.actions.improvement_news import wish_to_hear
from feedback.actions.theme import sort_text
from feedback.forms.theme import SortForm
from feedback.models import HearBack, Theme, ThemeMention
from feedback.similar_texts import suggest_like
from feedback.theme_words import Suggestion, suggest, unknown_words
from feedback.voices import Said, all_said, said, unread

PAGE = "feedback/theme_sort.html"
BACK, MOST, SHOWN, SORTED = timedelta(days=90), 200, 8, 300


@dataclass(frozen=True)
class Themes:
    """The themes a text can be about, in the order of their groups, and the words of each."""

    rows: list[Theme]

    @classmethod
    def in_use(cls) -> "Themes":
        """Under the one above them."""
        found = Theme.objects.named().distinct().select_related("above")
        return cls(sorted(found, key=lambda theme: (str(theme.above or ""), theme.name)))

    @property
    def words(self) -> dict[int, str]:
        return {theme.pk: theme.words for theme in self.rows if theme.words}

    def suggested(self, text: Said, user: User) -> dict[int, Suggestion]:
        """By the words of the themes, and by what a similar text was about."""
        known = {theme.pk for theme in self.rows}
        like = [each for each in suggest_like(text.text, _sorted_lately(text, user)) if each.theme in known]
        found = {each.theme: each for each in (*like, *suggest(text.text, self.words))}
        return {
            theme: replace(each, sentiment=each.sentiment or text.leaning) for theme, each in found.items()
        }


def _sorted_lately(text: Said, user: User) -> list[tuple[str, dict[int, int]]]:
    """The last texts that somebody has sorted, with their themes."""
    themes: dict[str, dict[int, int]] = defaultdict(dict)
    mentions = ThemeMention.objects.exclude(about=text.about).order_by("-pk")[:SORTED]
    for about, theme, feeling in mentions.values_list("about", "theme", "feeling"):
        themes[about][theme] = feeling
    return [(past.text, themes[about]) for about, past in all_said(list(themes), user).items()]


@require(Permission.THEME_WORK)
@require_http_methods(["GET", "HEAD", "POST"])
def theme_sort(request: StaffRequest) -> HttpResponse:
    """The newest text that nobody has read for its themes, or the one that is named."""
    themes = Themes.in_use()
    if request.method == "POST":
        return _sort(request, themes)
    named = request.GET.get("about", "")
    waiting = unread(request.user, since=timezone.now() - BACK, most=MOST)
    text = said(named, request.user) if named else next(iter(waiting), None)
    if named and text is None:
        raise Http404
    form = _form(themes, text, request.user) if text else None
    context = {"said": text, "form": form, "waiting": len(waiting), "has_themes": bool(themes.rows)}
    return render(request, PAGE, context | {"unknown": _unknown(request, waiting, themes)})


def _unknown(request: StaffRequest, waiting: list[Said], themes: Themes) -> list[tuple[str, int]]:
    """Words that many of them say and no theme has, for whoever may give them one."""
    may = request.user.can(Permission.THEME_EDIT)
    return unknown_words((each.text for each in waiting), themes.words)[:SHOWN] if may else []


def _sort(request: StaffRequest, themes: Themes) -> HttpResponse:
    text = said(request.POST.get("about", ""), request.user)
    if text is None:
        raise Http404
    suggested = themes.suggested(text, request.user)
    form = SortForm(request.POST, themes=themes.rows, suggested=suggested)
    if not form.is_valid():
        return form_again(request, PAGE, {"said": text, "form": form, "has_themes": True})
    sort_text(text, form.feelings(), suggested=set(suggested), by=request.user)
    if text.customer_id:
        customer = get_object_or_404(Customer, pk=text.customer_id)
        wish_to_hear(text, customer, wishes=form.cleaned_data["wants_to_hear"], by=request.user)
    messages.success(request, _("Sorted."))
    return redirect("feedback:theme_sort")


def _form(themes: Themes, text: Said, user: User) -> SortForm:
    """What somebody said of it before stands in it; else what the words suggest."""
    before = ThemeMention.objects.filter(about=text.about).values_list("theme", "feeling")
    suggested = themes.suggested(text, user)
    blank = {f"theme-{pk}": "" for pk in suggested} if before else {}
    wishes = HearBack.objects.filter(about=text.about).exists()
    known = {f"theme-{pk}": feeling for pk, feeling in before}
    return SortForm(
        themes=themes.rows,
        suggested=suggested,
        initial={"about": text.about, "wants_to_hear": wishes, **blank, **known},
    )
