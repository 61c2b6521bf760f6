"""What a customer wrote about a complaint is a line of its log."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("feedback", "0009_testimonial"),
    ]

    operations = [
        migrations.AlterField(
            model_name="complaintevent",
            name="kind",
            field=models.CharField(
                choices=[
                    ("taken", "Taken"),
                    ("acknowledged", "Acknowledged"),
                    ("moved", "Moved on"),
                    ("assigned", "Given to somebody"),
                    ("edited", "Changed"),
                    ("note", "Note"),
                    ("heard", "The customer wrote"),
                    ("attached", "File added"),
                    ("updated", "News for the customer"),
                    ("decided", "Decision told"),
                    ("remedy", "Remedy offered"),
                    ("approved", "Remedy approved"),
                    ("given", "Remedy given"),
                    ("dropped", "Remedy taken back"),
                    ("closed", "Closed"),
                    ("reopened", "Opened again"),
                    ("merged", "Put together"),
                    ("reminded", "Reminder by the clock"),
                ],
                max_length=12,
            ),
        ),
    ]
