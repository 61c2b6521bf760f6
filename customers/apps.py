from django.apps import AppConfig


class CustomersConfig(AppConfig):
    name = "customers"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from customers import (  # noqa: F401 - they register
            clearing,
            evidence,
            kinds,
            list_sockets,
            news,
            privacy_sockets,
            sockets,
            table_sockets,
        )
        from customers.actions import count_again, cycle_rules, duplicate_jobs, import_jobs  # noqa: F401 - kinds of job
        from customers.forgetting import imports, own  # noqa: F401 - how we forget
        from customers.keeping import own as kept  # noqa: F401 - how long, and why
        from customers.merging import own_rules  # noqa: F401 - what becomes of rows in a merge
        from customers.personal_file import own as told  # noqa: F401 - what customers are told

        kinds.register_own_kinds()
        # The conditions that rules can ask, in the order of the menu.
        from customers.segments import contact, cycle, days, list_filters, person, purchases  # noqa: F401
