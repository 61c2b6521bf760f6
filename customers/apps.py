from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers import clearing, evidence, kinds, list_sockets, sockets  # noqa: F401 - they register
        from customers.actions import count_again, cycle_rules, import_jobs  # noqa: F401 - kinds of job

        kinds.register_own_kinds()
