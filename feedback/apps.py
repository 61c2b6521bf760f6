from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from feedback import clearing, sockets, voices  # noqa: F401 - they register

        voices.register_own_voices()
