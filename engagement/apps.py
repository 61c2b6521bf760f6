from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from engagement import (  # noqa: F401 - they register
            clearing,
            follow_up_panel,
            kinds,
            late_fields,
            mail_panel,
            provider_news,
            reward_fields,
            reward_panel,
            sockets,
        )

        kinds.register_own_kinds()
        provider_news.listen()
