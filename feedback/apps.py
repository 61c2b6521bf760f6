from django.apps import AppConfig


class FeedbackConfig(AppConfig):
    name = "feedback"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from feedback import (  # noqa: F401 - they register
            asking,
            clearing,
            complaint_panel,
            complaint_recipes,
            complaint_voice,
            kinds,
            mail_fields,
            mail_words,
            merging,
            recipes,
            review_steps,
            sockets,
            survey_panel,
            survey_voice,
            voices,
        )

        kinds.register_own_kinds()
        voices.register_own_voices()
