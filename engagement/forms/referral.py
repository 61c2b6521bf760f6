"""What the list of recommendations may be narrowed to."""

from django import forms
from django.db.models import F, QuerySet
from django.utils.translation import gettext_lazy as _

from customers.models import Referral
from engagement.actions.referral_thanks import SAID_AFTERWARDS


class ReferralFilter(forms.Form):
    """Those who have bought since, or not yet."""

    which = forms.ChoiceField(
        label=_("Which"),
        choices=[("", _("All")), ("bought", _("Has bought since")), ("waits", _("Has not bought yet"))],
        required=False,
    )
    advocate = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**62)

    def apply(self, referrals: QuerySet[Referral]) -> QuerySet[Referral]:
        """The recommendations that match; what nobody understands is left out."""
        self.is_valid()
        answers = self.cleaned_data
        if advocate := answers.get("advocate"):
            referrals = referrals.filter(advocate=advocate)
        bought = {"friend__first_purchase_at__gte": F("at") - SAID_AFTERWARDS}
        if answers.get("which") == "bought":
            return referrals.filter(**bought)
        return referrals.exclude(**bought) if answers.get("which") == "waits" else referrals
