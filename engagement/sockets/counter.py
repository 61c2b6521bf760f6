"""What the cellar hears of follow-ups, cadences, enquiries and special orders."""

from django.utils.translation import gettext_lazy as _

from crm.shop.verbs import say

say({"follow_up.made": _("made a follow-up")})
