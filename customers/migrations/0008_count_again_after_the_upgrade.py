"""Shops that were open before: let the worker count what is kept with every customer from now on."""

from django.db import migrations


def queue_the_count(apps, schema_editor):
    if apps.get_model("customers", "Customer").objects.exists():
        apps.get_model("shop", "Job").objects.get_or_create(
            kind="customers.count_again", about="shop.shopsettings:1", state="waiting"
        )


def forget_the_count(apps, schema_editor):
    apps.get_model("shop", "Job").objects.filter(kind="customers.count_again").delete()


class Migration(migrations.Migration):
    dependencies = [("customers", "0007_reasons_put_off"), ("shop", "0003_programs_that_talk_to_the_shop")]

    operations = [migrations.RunPython(queue_the_count, forget_the_count)]
