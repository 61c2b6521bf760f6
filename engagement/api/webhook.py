"""Programs that are told what happens: a program may say so itself, and leave again."""

from typing import ClassVar

from django.db import transaction
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from rest_framework.request import Request
from rest_framework.response import Response

from crm.shop.api.reading import refuse_unknown_parameters, seen_version
from crm.shop.api.refusal import Refused
from crm.shop.api.view import Answer, ApiView, Described, answered_once, etag, show
from crm.shop.models import Scope
from engagement.actions.webhook import Target, TooManyWebhooks, add_webhook, edit_webhook, remove_webhook
from engagement.api.webhook_fields import DeliveryShown, WebhookBody, WebhookChange, WebhookShown
from engagement.models import Webhook

KEPT = ("name", "address", "events")


class WebhookList(ApiView):
    """Who is told of what."""

    scopes: ClassVar = {"GET": Scope.WEBHOOKS, "POST": Scope.WEBHOOKS}
    described: ClassVar = {
        "GET": Described(WebhookShown, is_list=True),
        "POST": Described(WebhookShown, WebhookBody, 201),
    }

    def get(self, request: Request) -> Response:
        refuse_unknown_parameters(request, frozenset())
        return self.page(Webhook.objects.all(), WebhookShown, order=("-pk",))

    @answered_once
    def post(self, request: Request) -> Answer:
        """Tell this address from now on, signed with the secret that comes along."""
        given = self.read(WebhookBody)
        secret = given.pop("secret")
        try:
            webhook, _secret = add_webhook(Target(**given), secret=secret, by=None)
        except TooManyWebhooks:
            raise Refused(409, _("There are too many already. Remove one first.")) from None
        address = reverse("api:webhook", args=[webhook.pk])
        return Answer(201, show(WebhookShown, webhook), {"Location": address, **etag(webhook.version)})


class WebhookOne(ApiView):
    """One of them."""

    scopes: ClassVar = dict.fromkeys(("GET", "PATCH", "DELETE"), Scope.WEBHOOKS)
    described: ClassVar = {
        "GET": Described(WebhookShown),
        "PATCH": Described(WebhookShown, WebhookChange),
        "DELETE": Described(None, status=204),
    }

    def get(self, request: Request, pk: int) -> Response:
        webhook = get_object_or_404(Webhook, pk=pk)
        return Response(show(WebhookShown, webhook), headers=etag(webhook.version))

    def patch(self, request: Request, pk: int) -> Response:
        """Change what is sent, if nobody else has (`If-Match`)."""
        given = self.read(WebhookChange, partial=True)
        with transaction.atomic():
            webhook = _held(pk)
            version = seen_version(request, webhook.version)
            stands = {name: getattr(webhook, name) for name in KEPT}
            edit_webhook(webhook, Target(**{**stands, **given}), version=version, by=None)
        return self.get(request, pk)

    def delete(self, request: Request, pk: int) -> Response:
        """Tell it nothing any more (`If-Match`); its log goes with it."""
        with transaction.atomic():
            webhook = _held(pk)
            seen_version(request, webhook.version)
            remove_webhook(webhook, by=None)
        return Response(status=204)


class WebhookDeliveries(ApiView):
    """What one of them was told in the last thirty days, the newest first."""

    scopes: ClassVar = {"GET": Scope.WEBHOOKS}
    described: ClassVar = {"GET": Described(DeliveryShown, is_list=True)}

    def get(self, request: Request, pk: int) -> Response:
        refuse_unknown_parameters(request, frozenset())
        webhook = get_object_or_404(Webhook, pk=pk)
        return self.page(webhook.deliveries.all(), DeliveryShown, order=("-pk",))


def _held(pk: int) -> Webhook:
    webhook: Webhook = get_object_or_404(Webhook.objects.select_for_update(), pk=pk)
    return webhook
