from django.apps import AppConfig

# Here and not in crm/__init__.py: whoever runs the shop or tells the time needs no tasks, and stays small.
from crm import celery  # noqa: F401 - every task finds its app


class CrmConfig(AppConfig):
    name = "crm"
    label = "crm"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm import customer_side  # noqa: F401 - it fills the socket of the ground floor
        from crm.moving import forgetting, job  # noqa: F401 - how we forget, and a kind of job
