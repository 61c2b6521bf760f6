from django.apps import AppConfig


class MetricsConfig(AppConfig):
    name = "metrics"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from metrics import (  # noqa: F401 - they register
            clearing,
            list_conditions,
            merging,
            personal_file,
            processing,
            sockets,
            table_sockets,
            traces,
            worth_panel,
        )
