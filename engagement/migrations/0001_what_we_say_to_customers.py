import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("customers", "0012_consent_in_more_detail_and_referrals"),
        ("shop", "0003_programs_that_talk_to_the_shop"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Article",
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
                            ("product", "Product note"),
                            ("policy", "Policy"),
                            ("answer", "Answer to a frequent question"),
                        ],
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("title", models.CharField(max_length=160, verbose_name="title")),
                ("body", models.TextField(verbose_name="text")),
                ("product_code", models.CharField(blank=True, max_length=60, verbose_name="product code")),
                ("for_whom", models.CharField(blank=True, max_length=200, verbose_name="for whom")),
                ("goes_with", models.CharField(blank=True, max_length=200, verbose_name="goes with")),
                ("keywords", models.CharField(blank=True, max_length=200, verbose_name="also found by")),
                ("is_public", models.BooleanField(default=False, verbose_name="the web form may propose it")),
                ("search_text", models.TextField(default="", editable=False)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("edited_at", models.DateTimeField(auto_now=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "edited_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["title", "pk"],
            },
        ),
        migrations.CreateModel(
            name="ArticleRead",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("version", models.IntegerField()),
                ("at", models.DateTimeField(auto_now_add=True)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="readings",
                        to="engagement.article",
                    ),
                ),
                (
                    "reader",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ArticleVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("title", models.CharField(max_length=160)),
                ("body", models.TextField()),
                ("written_at", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="engagement.article",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Automation",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recipe", models.SlugField(max_length=40)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                ("steps", models.JSONField(default=list)),
                ("settings", models.JSONField(default=dict)),
                (
                    "hold_out_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="held out, in percent"),
                ),
                (
                    "cap_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="at most once in so many days"
                    ),
                ),
                (
                    "age_limit_days",
                    models.PositiveSmallIntegerField(
                        default=7, verbose_name="causes older than this are left alone"
                    ),
                ),
                ("is_on", models.BooleanField(default=False, editable=False)),
                ("switched_on_at", models.DateTimeField(editable=False, null=True)),
                ("looked_until", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Brand",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "logo_words",
                    models.CharField(blank=True, max_length=120, verbose_name="what the logo shows"),
                ),
                (
                    "colour",
                    models.CharField(default="#1f5f8b", max_length=7, verbose_name="colour of buttons"),
                ),
                (
                    "text_colour",
                    models.CharField(
                        default="#ffffff", max_length=7, verbose_name="colour of the words on buttons"
                    ),
                ),
                ("signature", models.TextField(blank=True, verbose_name="signature")),
                ("tone", models.TextField(blank=True, verbose_name="a note on how we write")),
                ("sender_name", models.CharField(blank=True, max_length=80, verbose_name="sender's name")),
                ("reply_to", models.EmailField(blank=True, max_length=254, verbose_name="answers go to")),
                ("version", models.IntegerField(default=1, editable=False)),
                (
                    "logo",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="shop.storedfile",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Cadence",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("every_days", models.PositiveSmallIntegerField(verbose_name="every so many days")),
                ("set_at", models.DateTimeField(auto_now=True)),
                (
                    "customer",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cadence",
                        to="customers.customer",
                    ),
                ),
                (
                    "set_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "tag",
                    models.OneToOneField(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="cadence",
                        to="customers.tag",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feeds",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EmailTemplate",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("key", models.SlugField(blank=True, editable=False, max_length=40)),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "message_class",
                    models.CharField(
                        choices=[
                            ("transactional", "About something they asked for"),
                            ("survey", "Asking for feedback"),
                            ("review", "Asking for a review"),
                            ("marketing", "News, treats and offers"),
                        ],
                        max_length=13,
                        verbose_name="kind of mail",
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "News and offers"),
                            ("care", "How it is going, after a purchase"),
                            ("treats", "Birthdays and treats"),
                            ("feedback", "Being asked for feedback"),
                            ("reviews", "Being asked for a review"),
                        ],
                        max_length=20,
                        verbose_name="topic",
                    ),
                ),
                ("is_for_once", models.BooleanField(default=False, editable=False)),
                ("retired_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["name", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Announcement",
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
                        choices=[("news", "News or offer"), ("event", "Event with invitation")],
                        default="news",
                        max_length=5,
                        verbose_name="kind",
                    ),
                ),
                ("name", models.CharField(max_length=80, verbose_name="name")),
                (
                    "topic",
                    models.CharField(
                        choices=[
                            ("news", "News and offers"),
                            ("care", "How it is going, after a purchase"),
                            ("treats", "Birthdays and treats"),
                            ("feedback", "Being asked for feedback"),
                            ("reviews", "Being asked for a review"),
                        ],
                        default="news",
                        max_length=20,
                        verbose_name="topic",
                    ),
                ),
                ("query", models.TextField(blank=True)),
                (
                    "hold_out_percent",
                    models.PositiveSmallIntegerField(default=0, verbose_name="held out, in percent"),
                ),
                ("starts_at", models.DateTimeField(blank=True, null=True, verbose_name="the event starts")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="where")),
                (
                    "seats",
                    models.PositiveIntegerField(blank=True, null=True, verbose_name="how many can come"),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "Draft"),
                            ("scheduled", "Scheduled"),
                            ("sending", "Being sent"),
                            ("paused", "Paused"),
                            ("done", "Sent"),
                            ("cancelled", "Called off"),
                        ],
                        default="draft",
                        editable=False,
                        max_length=9,
                    ),
                ),
                ("send_at", models.DateTimeField(blank=True, null=True, verbose_name="when to send")),
                ("frozen_at", models.DateTimeField(editable=False, null=True)),
                ("finished_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.emailtemplate",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="EmailTemplateVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.IntegerField()),
                ("subject", models.CharField(max_length=150, verbose_name="subject")),
                ("body", models.TextField(verbose_name="text")),
                ("text_body", models.TextField(blank=True, verbose_name="plain text")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="versions",
                        to="engagement.emailtemplate",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="emailtemplate",
            name="current",
            field=models.ForeignKey(
                editable=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="engagement.emailtemplateversion",
            ),
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sender_name", models.CharField(blank=True, max_length=120, verbose_name="name")),
                ("sender_email", models.EmailField(blank=True, max_length=254, verbose_name="e-mail")),
                ("sender_phone", models.CharField(blank=True, max_length=30, verbose_name="phone")),
                (
                    "channel",
                    models.CharField(
                        choices=[
                            ("in_person", "In person"),
                            ("phone", "Phone"),
                            ("email", "E-mail"),
                            ("message", "Message"),
                            ("social", "Social media"),
                            ("post", "Post"),
                            ("web", "Web"),
                        ],
                        max_length=12,
                        verbose_name="how it came",
                    ),
                ),
                ("question", models.TextField(verbose_name="question")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "Waits for an answer"),
                            ("answered", "Answered"),
                            ("closed", "Closed"),
                            ("spam", "Spam"),
                        ],
                        default="open",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("received_at", models.DateTimeField(verbose_name="when")),
                ("waiting_since", models.DateTimeField(editable=False)),
                ("answer_by", models.DateTimeField(editable=False)),
                ("first_answered_at", models.DateTimeField(editable=False, null=True)),
                ("answered_at", models.DateTimeField(editable=False, null=True)),
                ("answer", models.TextField(blank=True, editable=False)),
                ("closed_at", models.DateTimeField(editable=False, null=True)),
                ("reopened_count", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("cause", models.CharField(blank=True, editable=False, max_length=80)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "answered_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "closed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enquiries",
                        to="customers.customer",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="shop.location",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="enquiries",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who answers",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Enrolment",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("cause", models.CharField(max_length=80)),
                ("caused_at", models.DateTimeField()),
                ("steps", models.JSONField(default=list)),
                ("position", models.PositiveSmallIntegerField(default=0)),
                ("next_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "On the way"),
                            ("finished", "Finished"),
                            ("exited", "Stopped early"),
                            ("held_out", "Held out"),
                        ],
                        default="waiting",
                        max_length=8,
                    ),
                ),
                ("outcome", models.CharField(blank=True, max_length=60)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("entered_at", models.DateTimeField(auto_now_add=True)),
                ("ended_at", models.DateTimeField(null=True)),
                (
                    "automation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="engagement.automation",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="enrolments",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("reason", models.CharField(max_length=200, verbose_name="what for")),
                ("due_on", models.DateField(verbose_name="due")),
                ("due_time", models.TimeField(blank=True, null=True, verbose_name="at")),
                ("promised_on", models.DateField(editable=False)),
                (
                    "repeat_every",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="again every"),
                ),
                (
                    "repeat_unit",
                    models.CharField(
                        blank=True,
                        choices=[("day", "days"), ("week", "weeks"), ("month", "months")],
                        max_length=5,
                        verbose_name="unit",
                    ),
                ),
                ("cause", models.CharField(blank=True, editable=False, max_length=80)),
                ("completed_at", models.DateTimeField(editable=False, null=True)),
                ("dropped_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "completed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="follow_ups",
                        to="customers.customer",
                    ),
                ),
                (
                    "dropped_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="followed_by",
                        to="engagement.followup",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="follow_ups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="who does it",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LoyaltyCard",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("balance", models.IntegerField(default=0)),
                ("opened_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="loyalty_card",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LoyaltyEntry",
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
                            ("earned", "Earned"),
                            ("taken_back", "Taken back with a refund"),
                            ("spent", "Spent"),
                            ("expired", "Run out"),
                            ("adjusted", "Put right by hand"),
                        ],
                        max_length=10,
                    ),
                ),
                ("amount", models.IntegerField()),
                ("note", models.CharField(blank=True, max_length=200)),
                ("cause", models.CharField(blank=True, max_length=80)),
                ("at", models.DateTimeField()),
                ("expires_on", models.DateField(null=True)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "card",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="engagement.loyaltycard",
                    ),
                ),
                (
                    "purchase",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="loyalty_entries",
                        to="customers.purchase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LoyaltyProgram",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_on", models.BooleanField(default=False, verbose_name="we have a loyalty card")),
                (
                    "kind",
                    models.CharField(
                        choices=[("stamps", "Stamps"), ("points", "Points")],
                        default="stamps",
                        max_length=6,
                        verbose_name="counts",
                    ),
                ),
                (
                    "least_spend",
                    models.DecimalField(
                        decimal_places=2, default=0, max_digits=12, verbose_name="a purchase of at least"
                    ),
                ),
                (
                    "points_for_one",
                    models.PositiveSmallIntegerField(default=1, verbose_name="points for each unit of money"),
                ),
                ("full_at", models.PositiveIntegerField(default=10, verbose_name="a reward for so many")),
                (
                    "worth",
                    models.DecimalField(
                        decimal_places=2, default=5, max_digits=12, verbose_name="which is worth"
                    ),
                ),
                (
                    "expires_after_days",
                    models.PositiveSmallIntegerField(
                        blank=True, null=True, verbose_name="run out after so many days"
                    ),
                ),
                ("started_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("pk", 1)), name="there_is_one_loyalty_program"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("full_at__gte", 1)), name="loyalty_reward_takes_something"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MailRoom",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "per_minute",
                    models.PositiveIntegerField(default=60, verbose_name="mails a minute at most"),
                ),
                ("per_hour", models.PositiveIntegerField(default=1000, verbose_name="mails an hour at most")),
                ("per_day", models.PositiveIntegerField(default=5000, verbose_name="mails a day at most")),
                ("warm_up_from", models.DateField(blank=True, null=True, verbose_name="warming up since")),
                (
                    "opt_out_offered_since",
                    models.DateField(blank=True, null=True, verbose_name="opt-out offered at the till since"),
                ),
                ("opt_out_wording", models.TextField(blank=True, verbose_name="in these words")),
                ("salt", models.CharField(editable=False, max_length=64)),
                ("stopped_at", models.DateTimeField(editable=False, null=True)),
                ("stopped_because", models.CharField(blank=True, editable=False, max_length=200)),
                ("braked_at", models.DateTimeField(editable=False, null=True)),
                ("braked_because", models.CharField(blank=True, editable=False, max_length=200)),
                ("version", models.IntegerField(default=1, editable=False)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_mail_room")
                ],
            },
        ),
        migrations.CreateModel(
            name="Message",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("dedupe_key", models.CharField(max_length=120, unique=True)),
                (
                    "message_class",
                    models.CharField(
                        choices=[
                            ("transactional", "About something they asked for"),
                            ("survey", "Asking for feedback"),
                            ("review", "Asking for a review"),
                            ("marketing", "News, treats and offers"),
                        ],
                        max_length=13,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "News and offers"),
                            ("care", "How it is going, after a purchase"),
                            ("treats", "Birthdays and treats"),
                            ("feedback", "Being asked for feedback"),
                            ("reviews", "Being asked for a review"),
                        ],
                        max_length=20,
                    ),
                ),
                ("purpose", models.CharField(max_length=60)),
                ("about", models.CharField(blank=True, max_length=80)),
                ("to_email", models.EmailField(blank=True, max_length=254)),
                ("to_hash", models.CharField(blank=True, max_length=64)),
                ("own_subject", models.CharField(blank=True, max_length=150)),
                ("own_body", models.TextField(blank=True)),
                ("context", models.JSONField(default=dict)),
                ("language", models.CharField(blank=True, max_length=10)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("html", models.TextField(blank=True)),
                ("text", models.TextField(blank=True)),
                ("headers", models.JSONField(default=dict)),
                ("priority", models.SmallIntegerField(default=50)),
                ("not_before", models.DateTimeField()),
                ("expires_at", models.DateTimeField(null=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("planned", "Waits"),
                            ("sending", "On its way"),
                            ("sent", "Sent"),
                            ("skipped", "Not sent"),
                            ("failed", "Refused"),
                            ("unknown", "Perhaps sent"),
                            ("cancelled", "Called off"),
                        ],
                        default="planned",
                        max_length=9,
                    ),
                ),
                (
                    "skip_reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("no_address", "They have no e-mail address"),
                            ("bad_address", "Their address does not work"),
                            ("suppressed", "This address is not to be written to"),
                            ("opted_out", "They said no"),
                            ("paused", "They asked for a pause"),
                            ("do_not_disturb", "Do not disturb is set"),
                            ("no_legal_basis", "The law asks for a yes we do not have"),
                            ("too_often", "They have had enough mail lately"),
                            ("lost_to_another", "Another mail was more important"),
                            ("stale", "It came too late"),
                            ("held_out", "Held out, to measure the effect"),
                            ("no_longer_true", "The reason is gone"),
                            ("missing_words", "A word for the mail is missing"),
                            ("customer_gone", "The customer is gone"),
                        ],
                        max_length=20,
                    ),
                ),
                ("problem", models.CharField(blank=True, max_length=300)),
                ("attempts", models.PositiveSmallIntegerField(default=0)),
                ("lease_until", models.DateTimeField(null=True)),
                ("lease_token", models.CharField(blank=True, max_length=32)),
                ("message_id", models.CharField(max_length=120, unique=True)),
                ("provider_id", models.CharField(blank=True, max_length=120)),
                ("is_test", models.BooleanField(default=False)),
                ("is_captured", models.BooleanField(default=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="messages",
                        to="customers.customer",
                    ),
                ),
                (
                    "staff",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "template_version",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="engagement.emailtemplateversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="InboundMail",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("message_id", models.CharField(max_length=250, unique=True)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reply", "Answer or question"),
                            ("auto_reply", "Answered by a machine"),
                            ("bounce", "Could not be delivered"),
                        ],
                        max_length=10,
                    ),
                ),
                ("from_email", models.EmailField(blank=True, max_length=254)),
                ("from_name", models.CharField(blank=True, max_length=120)),
                ("subject", models.CharField(blank=True, max_length=300)),
                ("text", models.TextField(blank=True)),
                ("received_at", models.DateTimeField()),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="inbound_mails",
                        to="customers.customer",
                    ),
                ),
                (
                    "enquiry",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagement.enquiry",
                    ),
                ),
                (
                    "answers",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="replies",
                        to="engagement.message",
                    ),
                ),
            ],
            options={
                "ordering": ["-pk"],
            },
        ),
        migrations.CreateModel(
            name="AnnouncementRecipient",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("is_held_out", models.BooleanField(default=False)),
                (
                    "attendance",
                    models.CharField(
                        blank=True,
                        choices=[("", "No answer"), ("coming", "Coming"), ("not_coming", "Not coming")],
                        max_length=10,
                    ),
                ),
                ("answered_at", models.DateTimeField(null=True)),
                ("attended_at", models.DateTimeField(null=True)),
                ("thanked_at", models.DateTimeField(null=True)),
                (
                    "announcement",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="recipients",
                        to="engagement.announcement",
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="announcements",
                        to="customers.customer",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="engagement.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MessageEvent",
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
                            ("delivered", "Delivered"),
                            ("deferred", "Put off by their server"),
                            ("hard_bounce", "The address does not exist"),
                            ("soft_bounce", "Could not be delivered for now"),
                            ("complained", "Marked as spam"),
                            ("clicked", "Clicked a link"),
                            ("robot_clicked", "A robot opened a link"),
                            ("replied", "Replied"),
                            ("unsubscribed", "Unsubscribed"),
                        ],
                        max_length=14,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("key", models.CharField(max_length=160, unique=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("recorded_at", models.DateTimeField(auto_now_add=True)),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="events",
                        to="engagement.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Preference",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("at_most_monthly", models.BooleanField(default=False, verbose_name="at most once a month")),
                ("paused_until", models.DateField(blank=True, null=True, verbose_name="nothing until")),
                ("never_ask", models.BooleanField(default=False, verbose_name="never ask me for feedback")),
                ("changed_at", models.DateTimeField(auto_now=True)),
                (
                    "customer",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="preference",
                        to="customers.customer",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="PublicLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("token_hash", models.CharField(max_length=64, unique=True)),
                ("nonce", models.CharField(max_length=32)),
                (
                    "purpose",
                    models.CharField(
                        choices=[
                            ("preferences", "preferences"),
                            ("click", "click"),
                            ("card", "card"),
                            ("voucher", "voucher"),
                            ("attendance", "attendance"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "topic",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("news", "News and offers"),
                            ("care", "How it is going, after a purchase"),
                            ("treats", "Birthdays and treats"),
                            ("feedback", "Being asked for feedback"),
                            ("reviews", "Being asked for a review"),
                        ],
                        max_length=20,
                    ),
                ),
                ("about", models.CharField(blank=True, max_length=80)),
                ("target", models.TextField(blank=True)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("expires_at", models.DateTimeField(null=True)),
                ("revoked_at", models.DateTimeField(null=True)),
                (
                    "customer",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="public_links",
                        to="customers.customer",
                    ),
                ),
                (
                    "message",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="engagement.message",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="SpecialOrder",
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
                        choices=[("waiting", "Waiting list"), ("special", "Special order")],
                        default="special",
                        max_length=8,
                        verbose_name="kind",
                    ),
                ),
                ("product", models.CharField(max_length=200, verbose_name="what")),
                ("product_code", models.CharField(blank=True, max_length=60, verbose_name="product code")),
                ("quantity", models.PositiveIntegerField(default=1, verbose_name="how many")),
                ("note", models.CharField(blank=True, max_length=300, verbose_name="note")),
                (
                    "price",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="price agreed"
                    ),
                ),
                (
                    "deposit",
                    models.DecimalField(
                        blank=True, decimal_places=4, max_digits=14, null=True, verbose_name="paid already"
                    ),
                ),
                ("expected_on", models.DateField(blank=True, null=True, verbose_name="expected")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("asked", "Asked for"),
                            ("ordered", "Ordered"),
                            ("arrived", "Arrived"),
                            ("collected", "Collected"),
                            ("cancelled", "Cancelled"),
                        ],
                        default="asked",
                        editable=False,
                        max_length=10,
                    ),
                ),
                ("asked_at", models.DateTimeField(editable=False)),
                ("ordered_at", models.DateTimeField(editable=False, null=True)),
                ("arrived_at", models.DateTimeField(editable=False, null=True)),
                ("told_at", models.DateTimeField(editable=False, null=True)),
                ("collected_at", models.DateTimeField(editable=False, null=True)),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                ("version", models.IntegerField(default=1, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="special_orders",
                        to="customers.customer",
                    ),
                ),
                (
                    "location",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="shop.location",
                    ),
                ),
                (
                    "told_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Suppression",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address_hash", models.CharField(max_length=64)),
                ("address_hint", models.CharField(blank=True, max_length=80)),
                (
                    "scope",
                    models.CharField(
                        choices=[("everything", "Everything"), ("unasked", "All they did not ask for")],
                        max_length=12,
                    ),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("hard_bounce", "The address does not exist"),
                            ("soft_bounce", "Could not be delivered three times"),
                            ("complaint", "Marked our mail as spam"),
                            ("unsubscribe", "Unsubscribed"),
                            ("manual", "Set by hand"),
                            ("erasure", "Their records were erased"),
                            ("role_address", "Not the address of a person"),
                            ("invalid", "Not an address"),
                        ],
                        max_length=12,
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200)),
                ("source", models.CharField(max_length=60)),
                ("at", models.DateTimeField()),
                ("until", models.DateTimeField(null=True)),
                ("lifted_at", models.DateTimeField(null=True)),
                ("lifted_because", models.CharField(blank=True, max_length=200)),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "lifted_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Voucher",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("code", models.CharField(max_length=16, unique=True, verbose_name="code")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=12, null=True, verbose_name="worth"
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3)),
                (
                    "percent",
                    models.PositiveSmallIntegerField(blank=True, null=True, verbose_name="percent off"),
                ),
                (
                    "reason",
                    models.CharField(
                        choices=[
                            ("birthday", "Birthday"),
                            ("remedy", "Making up for a complaint"),
                            ("survey", "Thanks for answering"),
                            ("referral", "Thanks for a recommendation"),
                            ("surprise", "Surprise"),
                            ("loyalty", "From the loyalty card"),
                            ("other", "Other"),
                        ],
                        max_length=9,
                        verbose_name="what for",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="note")),
                ("cause", models.CharField(blank=True, editable=False, max_length=80)),
                ("issued_at", models.DateTimeField(editable=False)),
                ("expires_on", models.DateField(blank=True, null=True, verbose_name="good until")),
                ("redeemed_at", models.DateTimeField(editable=False, null=True)),
                ("cancelled_at", models.DateTimeField(editable=False, null=True)),
                (
                    "cancelled_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="vouchers",
                        to="customers.customer",
                    ),
                ),
                (
                    "issued_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redeemed_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "redeemed_with",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="vouchers",
                        to="customers.purchase",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Reward",
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
                            ("note", "A handwritten note"),
                            ("gift", "A gift"),
                            ("voucher", "A voucher"),
                        ],
                        max_length=8,
                        verbose_name="what",
                    ),
                ),
                ("words", models.CharField(blank=True, max_length=200, verbose_name="in words")),
                (
                    "cost",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        max_digits=12,
                        null=True,
                        verbose_name="what it costs us",
                    ),
                ),
                ("cause", models.CharField(blank=True, editable=False, max_length=80)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "customer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="rewards",
                        to="customers.customer",
                    ),
                ),
                (
                    "voucher",
                    models.OneToOneField(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to="engagement.voucher",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VoucherEntry",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=10)),
                ("amount", models.DecimalField(decimal_places=2, max_digits=12, null=True)),
                ("at", models.DateTimeField()),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "voucher",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="entries",
                        to="engagement.voucher",
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="article",
            constraint=models.UniqueConstraint(
                condition=models.Q(("retired_at", None)), fields=("kind", "title"), name="article_title_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="articleread",
            constraint=models.UniqueConstraint(fields=("article", "reader"), name="article_reader_once"),
        ),
        migrations.AddConstraint(
            model_name="articleversion",
            constraint=models.UniqueConstraint(fields=("article", "number"), name="article_version_once"),
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.CheckConstraint(
                condition=models.Q(("hold_out_percent__range", (0, 50))), name="automation_holds_out_a_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="automation",
            constraint=models.CheckConstraint(
                condition=models.Q(("is_on", False), ("switched_on_at__isnull", False), _connector="OR"),
                name="automation_is_on_since",
            ),
        ),
        migrations.AddConstraint(
            model_name="brand",
            constraint=models.CheckConstraint(condition=models.Q(("pk", 1)), name="there_is_one_brand"),
        ),
        migrations.AddConstraint(
            model_name="cadence",
            constraint=models.CheckConstraint(
                condition=models.Q(("customer", None), ("tag", None), _connector="OR"),
                name="cadence_is_for_one",
            ),
        ),
        migrations.AddConstraint(
            model_name="cadence",
            constraint=models.CheckConstraint(
                condition=models.Q(("every_days__range", (1, 1000))), name="cadence_is_a_time"
            ),
        ),
        migrations.AddConstraint(
            model_name="cadence",
            constraint=models.UniqueConstraint(
                models.Value(1),
                condition=models.Q(("customer", None), ("tag", None)),
                name="one_cadence_of_the_shop",
            ),
        ),
        migrations.AddConstraint(
            model_name="calendarfeed",
            constraint=models.UniqueConstraint(
                condition=models.Q(("revoked_at", None)),
                fields=("owner",),
                name="one_calendar_feed_at_a_time",
            ),
        ),
        migrations.AddIndex(
            model_name="announcement",
            index=models.Index(fields=["state", "send_at"], name="announcement_due"),
        ),
        migrations.AddConstraint(
            model_name="announcement",
            constraint=models.CheckConstraint(
                condition=models.Q(("hold_out_percent__range", (0, 50))), name="announcement_holds_out_a_part"
            ),
        ),
        migrations.AddConstraint(
            model_name="emailtemplateversion",
            constraint=models.UniqueConstraint(fields=("template", "number"), name="template_version_once"),
        ),
        migrations.AddConstraint(
            model_name="emailtemplate",
            constraint=models.UniqueConstraint(
                condition=models.Q(("key", ""), _negated=True), fields=("key",), name="starter_template_once"
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["waiting_since", "id"], name="enquiry_waiting"
            ),
        ),
        migrations.AddIndex(
            model_name="enquiry",
            index=models.Index(fields=["-received_at", "-id"], name="enquiry_newest"),
        ),
        migrations.AddConstraint(
            model_name="enquiry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True), fields=("cause",), name="enquiry_came_once"
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(
                condition=models.Q(("state", "waiting")), fields=["next_at", "id"], name="enrolment_due"
            ),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["customer", "-id"], name="enrolment_of_customer"),
        ),
        migrations.AddIndex(
            model_name="enrolment",
            index=models.Index(fields=["automation", "-id"], name="enrolment_newest"),
        ),
        migrations.AddConstraint(
            model_name="enrolment",
            constraint=models.UniqueConstraint(
                fields=("automation", "cause", "customer"), name="enrolled_once_for_a_cause"
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("completed_at", None), ("dropped_at", None)),
                fields=["owner", "due_on", "id"],
                name="follow_up_of_owner",
            ),
        ),
        migrations.AddIndex(
            model_name="followup",
            index=models.Index(
                condition=models.Q(("completed_at", None), ("dropped_at", None)),
                fields=["due_on", "id"],
                name="follow_up_due",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("repeat_every", None), ("repeat_unit", "")),
                    models.Q(("repeat_every__gte", 1), ("repeat_unit__in", ["day", "week", "month"])),
                    _connector="OR",
                ),
                name="follow_up_repeats_by_a_unit",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.CheckConstraint(
                condition=models.Q(("completed_at", None), ("dropped_at", None), _connector="OR"),
                name="follow_up_ends_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="followup",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True),
                fields=("cause",),
                name="follow_up_is_asked_for_once",
            ),
        ),
        migrations.AddIndex(
            model_name="loyaltycard",
            index=models.Index(fields=["-balance", "-id"], name="loyalty_by_balance"),
        ),
        migrations.AddConstraint(
            model_name="loyaltycard",
            constraint=models.CheckConstraint(
                condition=models.Q(("balance__gte", 0)), name="loyalty_never_below_zero"
            ),
        ),
        migrations.AddIndex(
            model_name="loyaltyentry",
            index=models.Index(fields=["card", "-at", "-id"], name="loyalty_entries"),
        ),
        migrations.AddConstraint(
            model_name="loyaltyentry",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True),
                fields=("card", "kind", "cause"),
                name="loyalty_moves_once",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "planned")),
                fields=["priority", "not_before", "id"],
                name="message_due",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "sending")), fields=["lease_until"], name="message_leased"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["customer", "-id"], name="message_of_customer"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "sent")),
                fields=["to_hash", "-decided_at"],
                name="message_sent_to",
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("state", "sent")), fields=["-decided_at"], name="message_sent"
            ),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["state", "-id"], name="message_by_state"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(fields=["purpose", "-id"], name="message_by_purpose"),
        ),
        migrations.AddIndex(
            model_name="message",
            index=models.Index(
                condition=models.Q(("provider_id", ""), _negated=True),
                fields=["provider_id"],
                name="message_at_the_provider",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "skipped"), models.Q(("skip_reason", ""), _negated=True)),
                    models.Q(models.Q(("state", "skipped"), _negated=True), ("skip_reason", "")),
                    _connector="OR",
                ),
                name="message_says_why_not",
            ),
        ),
        migrations.AddConstraint(
            model_name="message",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("state", "sending"), _negated=True),
                    ("lease_until__isnull", False),
                    _connector="OR",
                ),
                name="message_is_sent_under_a_lease",
            ),
        ),
        migrations.AddConstraint(
            model_name="announcementrecipient",
            constraint=models.UniqueConstraint(fields=("announcement", "customer"), name="recipient_once"),
        ),
        migrations.AddIndex(
            model_name="messageevent",
            index=models.Index(fields=["kind", "-at"], name="message_event_by_kind"),
        ),
        migrations.AddIndex(
            model_name="publiclink",
            index=models.Index(fields=["message", "purpose"], name="link_of_message"),
        ),
        migrations.AddIndex(
            model_name="specialorder",
            index=models.Index(
                condition=models.Q(("state__in", ["collected", "cancelled"]), _negated=True),
                fields=["state", "expected_on", "id"],
                name="special_order_open",
            ),
        ),
        migrations.AddIndex(
            model_name="suppression",
            index=models.Index(fields=["-at", "-id"], name="suppression_newest"),
        ),
        migrations.AddConstraint(
            model_name="suppression",
            constraint=models.UniqueConstraint(
                condition=models.Q(("lifted_at", None)),
                fields=("address_hash", "reason"),
                name="address_suppressed_once_for_a_reason",
            ),
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(fields=["-issued_at", "-id"], name="voucher_newest"),
        ),
        migrations.AddIndex(
            model_name="voucher",
            index=models.Index(
                condition=models.Q(("cancelled_at", None), ("redeemed_at", None)),
                fields=["expires_on"],
                name="voucher_open",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("amount__gt", 0), ("percent", None)),
                    models.Q(("amount", None), ("percent__range", (1, 100))),
                    _connector="OR",
                ),
                name="voucher_is_worth_one_thing",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.CheckConstraint(
                condition=models.Q(("redeemed_at", None), ("cancelled_at", None), _connector="OR"),
                name="voucher_ends_one_way",
            ),
        ),
        migrations.AddConstraint(
            model_name="voucher",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True), fields=("cause",), name="voucher_given_once"
            ),
        ),
        migrations.AddConstraint(
            model_name="reward",
            constraint=models.UniqueConstraint(
                condition=models.Q(("cause", ""), _negated=True), fields=("cause",), name="reward_given_once"
            ),
        ),
    ]
