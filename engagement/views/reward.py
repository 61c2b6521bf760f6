"""A surprise for somebody."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from crm.shop.actions.submission import only_once
from crm.shop.guards import StaffRequest, require
from crm.shop.permissions import Permission
from crm.web.answers import form_again, posted
from customers.models import Customer
from engagement.actions.reward import give_reward
from engagement.forms.reward import RewardForm
from engagement.models import Reward

PAGE = "engagement/reward_give.html"


@require(Permission.REWARD_GIVE)
@require_http_methods(["GET", "HEAD", "POST"])
def reward_give(request: StaffRequest, pk: int) -> HttpResponse:
    """A note by hand, a gift or a voucher, and what it costs."""
    customer = get_object_or_404(Customer.objects.visible_to(request.user).prefetch_related("phones"), pk=pk)
    form = RewardForm(posted(request), user=request.user)
    context = {"form": form, "customer": customer}
    if request.method != "POST":
        return render(request, PAGE, context)
    if not form.is_valid():
        return form_again(request, PAGE, context)
    reward = only_once(
        form.cleaned_data["once"],
        Reward,
        lambda: give_reward(form.surprise(), customer=customer, by=request.user),
        by=request.user,
    )
    if reward.voucher_id:
        messages.success(request, _("The voucher is made. Print it, or send the link."))
        return redirect("engagement:voucher_detail", reward.voucher_id)
    messages.success(request, _("Written down. What a nice idea."))
    return redirect("customers:customer_detail", pk)
