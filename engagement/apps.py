from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from engagement import (  # noqa: F401 - they register
            address_panel,
            cadence_panel,
            clearing,
            enquiry_panel,
            follow_up_panel,
            kinds,
            late_fields,
            mail_panel,
            mail_questions,
            merging,
            provider_news,
            reward_fields,
            reward_panel,
            signs,
            sockets,
            special_order_panel,
        )

        kinds.register_own_kinds()
        provider_news.listen()
