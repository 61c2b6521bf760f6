import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


# What customers have answered to never says anything else afterwards.
FORWARD = """
CREATE FUNCTION feedback_refuse_other_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A published survey does not change.' USING ERRCODE = 'insufficient_privilege';
END $$;
CREATE TRIGGER survey_version_stays BEFORE UPDATE OF survey_id, number, intro, questions
    ON feedback_surveyversion FOR EACH ROW EXECUTE FUNCTION feedback_refuse_other_words();
"""
BACKWARD = """
DROP TRIGGER survey_version_stays ON feedback_surveyversion;
DROP FUNCTION feedback_refuse_other_words();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('customers', '0013_overdue_in_a_fixed_order'),
        ('engagement', '0006_surveys_have_links_and_reasons'),
        ('feedback', '0005_review_request'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Survey',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.SlugField(blank=True, max_length=40)),
                ('kind', models.CharField(choices=[('purchase', 'After a purchase'), ('likely', 'Would you recommend us? (NPS)'), ('complaint', 'After a complaint'), ('pulse', 'In the shop, one question'), ('custom', 'A survey of our own')], max_length=9)),
                ('name', models.CharField(max_length=80)),
                ('intro', models.CharField(blank=True, max_length=300)),
                ('questions', models.JSONField(default=list)),
                ('mail_subject', models.CharField(blank=True, max_length=150)),
                ('mail_body', models.TextField(blank=True)),
                ('switched_on_at', models.DateTimeField(null=True)),
                ('version', models.IntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Invitation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cause', models.CharField(max_length=120)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('expires_at', models.DateTimeField()),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_invitations', to='customers.customer')),
                ('message', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='survey_invitation', to='engagement.message')),
                ('reminder', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='survey_reminder', to='engagement.message')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='feedback.survey')),
            ],
        ),
        migrations.CreateModel(
            name='SurveyVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('intro', models.CharField(blank=True, max_length=300)),
                ('questions', models.JSONField()),
                ('published_at', models.DateTimeField(auto_now_add=True)),
                ('published_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='feedback.survey')),
            ],
        ),
        migrations.AddField(
            model_name='survey',
            name='current',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.surveyversion'),
        ),
        migrations.CreateModel(
            name='Response',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('score', models.PositiveSmallIntegerField(null=True)),
                ('band', models.CharField(blank=True, max_length=6)),
                ('comment', models.TextField(blank=True)),
                ('evidence', models.PositiveSmallIntegerField(choices=[(0, 'It was sent, no more'), (1, 'The page was read first'), (2, 'Somebody touched the page'), (3, 'Somebody wrote or changed something')], default=0)),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('completed_at', models.DateTimeField(null=True)),
                ('changed_at', models.DateTimeField()),
                ('edit_until', models.DateTimeField()),
                ('browser_hash', models.CharField(blank=True, max_length=64)),
                ('wants_call_at', models.DateTimeField(null=True)),
                ('invalid_at', models.DateTimeField(null=True)),
                ('invalid_reason', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('customer', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='survey_responses', to='customers.customer')),
                ('invalid_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('invitation', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='response', to='feedback.invitation')),
                ('survey', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='responses', to='feedback.survey')),
                ('version', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.surveyversion')),
            ],
        ),
        migrations.AddField(
            model_name='invitation',
            name='version',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='feedback.surveyversion'),
        ),
        migrations.CreateModel(
            name='Attempt',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('fate', models.CharField(choices=[('first', 'Became the answer'), ('edit', 'They changed their answer'), ('instead', "A person's answer took the place of a robot's, or of a click"), ('unsure', 'Kept, but it does not count: perhaps a robot, perhaps only a click'), ('kept_out', 'Kept out: it would have changed an answer'), ('no_page', 'Kept out: it did not come from the page'), ('burst', 'Several answers within seconds: a robot, all dropped')], max_length=8)),
                ('evidence', models.PositiveSmallIntegerField(choices=[(0, 'It was sent, no more'), (1, 'The page was read first'), (2, 'Somebody touched the page'), (3, 'Somebody wrote or changed something')])),
                ('page', models.CharField(blank=True, max_length=24)),
                ('browser', models.CharField(blank=True, max_length=16)),
                ('given', models.JSONField(default=dict)),
                ('invitation', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attempts', to='feedback.invitation')),
            ],
            options={
                'ordering': ['pk'],
                'indexes': [models.Index(fields=['invitation', 'id'], name='attempt_of_invitation')],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('question', models.CharField(max_length=20)),
                ('number', models.PositiveSmallIntegerField(null=True)),
                ('options', models.JSONField(default=list)),
                ('text', models.TextField(blank=True)),
                ('response', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='feedback.response')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('response', 'question'), name='answer_once_a_question')],
            },
        ),
        migrations.AddConstraint(
            model_name='surveyversion',
            constraint=models.UniqueConstraint(fields=('survey', 'number'), name='survey_version_once'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.UniqueConstraint(condition=models.Q(('key', ''), _negated=True), fields=('key',), name='survey_starts_once'),
        ),
        migrations.AddConstraint(
            model_name='survey',
            constraint=models.CheckConstraint(condition=models.Q(('switched_on_at', None), ('current__isnull', False), _connector='OR'), name='survey_is_on_when_published'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['survey', '-id'], name='response_of_survey'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['survey', 'confirmed_at'], name='response_counted'),
        ),
        migrations.AddIndex(
            model_name='response',
            index=models.Index(fields=['customer', '-id'], name='response_of_customer'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('invalid_at', None), ('invalid_reason', '')), models.Q(('invalid_at__isnull', False), models.Q(('invalid_reason', ''), _negated=True)), _connector='OR'), name='response_is_set_aside_for_a_reason'),
        ),
        migrations.AddConstraint(
            model_name='response',
            constraint=models.CheckConstraint(condition=models.Q(('confirmed_at', None), ('evidence__gte', 1), _connector='OR'), name='response_is_confirmed_by_a_person'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['survey', '-id'], name='invitation_of_survey'),
        ),
        migrations.AddIndex(
            model_name='invitation',
            index=models.Index(fields=['customer', '-id'], name='invitation_of_customer'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(fields=('survey', 'customer', 'cause'), name='invitation_once_for_a_cause'),
        ),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
