"""The doors of programs that are told what happens here."""

from django.urls import URLPattern, path

from engagement.views import webhook, webhook_log

urlpatterns: list[URLPattern] = [
    path("settings/webhooks/", webhook.webhook_list, name="webhook_list"),
    path("settings/webhooks/new/", webhook.webhook_add, name="webhook_add"),
    path("settings/webhooks/<int:pk>/", webhook_log.webhook_detail, name="webhook_detail"),
    path("settings/webhooks/<int:pk>/edit/", webhook.webhook_edit, name="webhook_edit"),
    path("settings/webhooks/<int:pk>/secret/", webhook.webhook_secret, name="webhook_secret"),
    path("settings/webhooks/<int:pk>/remove/", webhook.webhook_remove, name="webhook_remove"),
    path("settings/webhooks/<int:pk>/move/", webhook.webhook_move, name="webhook_move"),
    path("settings/webhooks/deliveries/<int:pk>/replay/", webhook_log.webhook_replay, name="webhook_replay"),
]
