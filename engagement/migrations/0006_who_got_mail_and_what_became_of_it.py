"""Who got mail, when and how often, and what became of it, without going to the rows."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0012_passed_with_each_customer'),
        ('engagement', '0005_name_whose_mail_it_was'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='message',
            index=models.Index(condition=models.Q(('customer__isnull', False), ('is_test', False), ('state', 'sent')), fields=['customer', 'decided_at'], include=('topic',), name='message_somebody_got'),
        ),
        migrations.AddIndex(
            model_name='messageevent',
            index=models.Index(condition=models.Q(('recipient__isnull', False)), fields=['recipient', 'kind', 'at'], name='message_event_of_recipient'),
        ),
    ]
