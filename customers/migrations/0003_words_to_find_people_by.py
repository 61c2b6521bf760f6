import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("customers", "0002_purchase_can_be_taken_back")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("name", "Name"),
                            ("email", "E-mail"),
                            ("phone", "Phone"),
                            ("card", "Card code"),
                            ("number", "Number elsewhere"),
                        ],
                        max_length=6,
                    ),
                ),
                ("word", models.CharField(max_length=254)),
            ],
        ),
        migrations.AddField(
            model_name="searchword",
            name="customer",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="search_words",
                to="customers.customer",
            ),
        ),
        migrations.AddIndex(
            model_name="searchword",
            index=models.Index(
                fields=["word"],
                include=("customer",),
                name="search_word_begins",
                opclasses=["varchar_pattern_ops"],
            ),
        ),
        migrations.AddConstraint(
            model_name="searchword",
            constraint=models.UniqueConstraint(
                fields=("customer", "word", "kind"),
                name="search_word_once",
                opclasses=["int8_ops", "varchar_pattern_ops", "varchar_pattern_ops"],
            ),
        ),
    ]
