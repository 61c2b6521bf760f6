from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('engagement', '0005_how_far_the_clock_has_read'),
    ]

    operations = [
        migrations.AlterField(
            model_name='message',
            name='skip_reason',
            field=models.CharField(blank=True, choices=[('no_address', 'They have no e-mail address'), ('bad_address', 'Their address does not work'), ('suppressed', 'This address is not to be written to'), ('opted_out', 'They said no'), ('paused', 'They asked for a pause'), ('do_not_disturb', 'Do not disturb is set'), ('no_legal_basis', 'The law asks for a yes we do not have'), ('too_often', 'They have had enough mail lately'), ('asked_lately', 'They were asked how it was lately'), ('home_asked_lately', 'Somebody at this address was asked lately'), ('kept_for_another', 'Kept free for a rarer question'), ('lost_to_another', 'Another mail was more important'), ('stale', 'It came too late'), ('held_out', 'Held out, to measure the effect'), ('no_longer_true', 'The reason is gone'), ('missing_words', 'A word for the mail is missing'), ('customer_gone', 'The customer is gone')], max_length=20),
        ),
        migrations.AlterField(
            model_name='publiclink',
            name='purpose',
            field=models.CharField(choices=[('preferences', 'preferences'), ('click', 'click'), ('card', 'card'), ('voucher', 'voucher'), ('attendance', 'attendance'), ('survey', 'survey')], max_length=12),
        ),
    ]
