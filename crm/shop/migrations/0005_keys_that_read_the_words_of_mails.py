import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("shop", "0004_how_soon_a_question_is_answered"),
    ]

    operations = [
        migrations.AlterField(
            model_name="apitoken",
            name="scopes",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(
                    choices=[
                        ("read", "Read everything but the words of mails"),
                        ("mail", "Read everything, the words of mails too"),
                        ("write", "Read and write everything the API offers"),
                        ("purchases", "Only bring in purchases"),
                    ],
                    max_length=10,
                ),
                size=None,
                verbose_name="may",
            ),
        ),
    ]
