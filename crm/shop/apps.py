from django.apps import AppConfig


class ShopConfig(AppConfig):
    name = "crm.shop"
    label = "shop"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from crm.shop import background, own_tables  # noqa: F401 - asks whether the clock goes round; registers
        from crm.shop.actions import account_mail  # noqa: F401 - registers its kinds of job
