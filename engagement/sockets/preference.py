"""What the cellar hears of what customers want to be sent, and whom we do not write to."""

from django.utils.translation import gettext_lazy as _

from crm.shop.verbs import say

say({"suppression.added": _("put an address on the list of those we do not write to")})
