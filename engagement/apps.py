from django.apps import AppConfig


class EngagementConfig(AppConfig):
    name = "engagement"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from engagement import clearing, follow_up_panel, kinds, late_fields, mail_panel, sockets  # noqa: F401 - they register

        kinds.register_own_kinds()
