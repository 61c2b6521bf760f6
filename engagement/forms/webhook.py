"""Whom we tell, as a form."""

import ipaddress
import socket
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from crm.web.outside import is_outside
from customers.forms.fields import OnceForm
from engagement.actions.webhook import Target
from engagement.webhooks.events import all_events
from engagement.webhooks.posting import PORTS, is_in_own_network

LONGEST_ADDRESS = 500
VISIBLE_ASCII = range(0x21, 0x7F)


def refuse_wrong_address(address: str) -> None:
    """Only what can be a place on the open internet; where its name leads is asked when we call there."""
    try:
        parts = urlsplit(address)
        host, port = parts.hostname, parts.port
    except ValueError:
        host = port = None
    if not host or not all(ord(sign) in VISIBLE_ASCII for sign in address):
        raise forms.ValidationError(_("This is no whole address, such as https://example.com/regulars."))
    if is_in_own_network(address):
        return
    if parts.scheme != "https" or port not in PORTS:
        raise forms.ValidationError(_("It must begin with https:// and have no port but 443 or 8443."))
    if parts.username is not None or parts.fragment:
        raise forms.ValidationError(_("Without a name, a password or a # in it, please."))
    if _is_near(host):
        raise forms.ValidationError(_("This address leads into a network of its own, not to the internet."))


def _is_near(host: str) -> bool:
    host = host.removesuffix(".")
    with suppress(ValueError):
        return not is_outside(str(ipaddress.ip_address(host)))
    # 2130706433, 0x7f.1 and 127.1 are addresses to whatever connects.
    with suppress(OSError):
        return not is_outside(socket.inet_ntoa(socket.inet_aton(host)))
    return host == "localhost" or host.endswith((".localhost", ".local", ".internal"))


class WebhookForm(OnceForm):
    """A name to know it by, where to, and of what."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(
        label=_("What is it for?"), max_length=40, help_text=_("Such as “Bookkeeping” or “Newsletter”.")
    )
    address = forms.CharField(
        label=_("Address"),
        help_text=_("The other program says which. It begins with https://."),
        # Said, not cut off: half an address pasted here would lead somewhere else.
        validators=[MaxLengthValidator(LONGEST_ADDRESS), refuse_wrong_address],
        widget=forms.TextInput(attrs={"inputmode": "url", "autocomplete": "off", "spellcheck": "false"}),
    )
    events = forms.MultipleChoiceField(label=_("It is told when"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["events"].choices = [(event.name, event.label) for event in all_events()]  # type: ignore[attr-defined]

    def target(self) -> Target:
        """The answers as the action takes them."""
        return Target(**{name: self.cleaned_data[name] for name in ("name", "address", "events")})
