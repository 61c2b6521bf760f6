"""What it all adds up to: sums by day, scores, targets and effects."""

import django.db.models.deletion
import django.utils.timezone
from decimal import Decimal
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    replaces = [('metrics', '0001_what_it_adds_up_to'), ('metrics', '0003_intervals_counted_by_night'), ('metrics', '0004_look_ahead_by_purchase_models'), ('metrics', '0005_rank_by_value'), ('metrics', '0006_what_they_have_in_common'), ('metrics', '0007_reviews_of_relationships'), ('metrics', '0008_a_switch_for_the_monday_letter'), ('metrics', '0009_effects_and_goals')]

    initial = True

    dependencies = [
        ('customers', '0001_customers_and_what_passed_between_us'),
        ('shop', '0001_people_places_and_settings'),
    ]

    operations = [
        migrations.CreateModel(
            name='PurchaseModel',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(unique=True)),
                ('counted_at', models.DateTimeField()),
                ('fitted_at', models.DateTimeField()),
                ('customers', models.IntegerField()),
                ('repeaters', models.IntegerField()),
                ('days', models.IntegerField()),
                ('r', models.FloatField(null=True)),
                ('alpha', models.FloatField(null=True)),
                ('a', models.FloatField(null=True)),
                ('b', models.FloatField(null=True)),
                ('log_likelihood', models.FloatField(null=True)),
                ('spread', models.FloatField(null=True)),
                ('p', models.FloatField(null=True)),
                ('q', models.FloatField(null=True)),
                ('gamma', models.FloatField(null=True)),
                ('correlation', models.FloatField(null=True)),
                ('shows_alive', models.BooleanField(default=False)),
                ('shows_value', models.BooleanField(default=False)),
                ('is_seasonal', models.BooleanField(default=False)),
                ('value', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('low', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('high', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('backtest', models.JSONField(null=True)),
            ],
            options={
                'ordering': ['-as_of'],
            },
        ),
        migrations.CreateModel(
            name='CohortMonth',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('cohort', models.DateField()),
                ('month', models.DateField()),
                ('customers', models.IntegerField()),
                ('orders', models.IntegerField()),
                ('sales', models.DecimalField(decimal_places=4, max_digits=20)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('cohort', 'month'), name='cohort_has_one_row_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Count',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('time_zone', models.CharField(max_length=64)),
                ('currency', models.CharField(max_length=3)),
                ('usual_gap', models.PositiveSmallIntegerField()),
                ('silent_after', models.PositiveSmallIntegerField(default=365)),
                ('recency_bounds', models.JSONField(default=list)),
                ('money_bounds', models.JSONField(default=list)),
                ('rebuilt_at', models.DateTimeField()),
                ('counted_at', models.DateTimeField()),
                ('scored_on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='there_is_one_count')],
            },
        ),
        migrations.CreateModel(
            name='CustomerScore',
            fields=[
                ('customer', models.OneToOneField(db_constraint=False, on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='score', serialize=False, to='customers.customer')),
                ('first_on', models.DateField()),
                ('last_on', models.DateField()),
                ('orders', models.IntegerField()),
                ('days', models.IntegerField()),
                ('sales', models.DecimalField(decimal_places=4, max_digits=20)),
                ('refunded', models.DecimalField(decimal_places=4, max_digits=20)),
                ('gap', models.FloatField()),
                ('overdue_on', models.DateField()),
                ('recency', models.PositiveSmallIntegerField()),
                ('frequency', models.PositiveSmallIntegerField()),
                ('money', models.PositiveSmallIntegerField()),
                ('segment', models.CharField(choices=[('champions', 'Champions'), ('loyal', 'Loyal'), ('potential', 'Potential loyalists'), ('new', 'New customers'), ('promising', 'Promising'), ('attention', 'Need attention'), ('sleepy', 'About to sleep'), ('precious', "Can't lose them"), ('at_risk', 'At risk'), ('hibernating', 'Hibernating')], max_length=11)),
                ('p_buys', models.FloatField(null=True)),
                ('p_alive', models.FloatField(null=True)),
                ('expected_days', models.FloatField(null=True)),
                ('expected_value', models.DecimalField(decimal_places=4, max_digits=20, null=True)),
                ('is_foreseen', models.BooleanField(db_default=False, default=False)),
                ('engagement', models.FloatField(null=True)),
                ('engagement_parts', models.JSONField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['-expected_value', '-customer'], name='score_by_value'), models.Index(fields=['-sales', 'customer'], name='score_by_sales'), models.Index(fields=['segment', 'customer'], name='score_by_segment'), models.Index(fields=['last_on'], name='score_by_last_day'), models.Index(fields=['overdue_on'], name='score_by_overdue_day'), models.Index(condition=models.Q(('is_foreseen', False)), fields=['customer'], name='score_not_foreseen')],
            },
        ),
        migrations.CreateModel(
            name='Goals',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('targets', models.JSONField(default=dict)),
                ('shows_industry', models.BooleanField(default=False)),
                ('version', models.IntegerField(default=1, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='there_is_one_set_of_goals')],
            },
        ),
        migrations.CreateModel(
            name='KeptInterval',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=40)),
                ('days', models.PositiveSmallIntegerField()),
                ('last', models.DateField()),
                ('low', models.FloatField()),
                ('high', models.FloatField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('metric', 'days'), name='interval_is_kept_once')],
            },
        ),
        migrations.CreateModel(
            name='MeasuredEffect',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=80, unique=True)),
                ('since', models.DateField()),
                ('basis', models.CharField(choices=[('hold_out', 'Against those held out by lot'), ('changes', 'Against how others changed'), ('before', 'Before and after'), ('none', 'Nothing to compare with')], max_length=8)),
                ('verdict', models.CharField(blank=True, choices=[('better', 'Better'), ('worse', 'Worse'), ('no_clear_change', 'No clear change'), ('too_early', 'Too early')], max_length=16)),
                ('is_settled', models.BooleanField(default=False)),
                ('measured_at', models.DateTimeField()),
            ],
            options={
                'indexes': [models.Index(fields=['-since', '-id'], name='effect_newest')],
            },
        ),
        migrations.CreateModel(
            name='Pairing',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('category', 'Category'), ('product', 'Product')], max_length=8)),
                ('first', models.CharField(max_length=200)),
                ('later', models.CharField(max_length=200)),
                ('customers', models.IntegerField()),
                ('came_back', models.IntegerField()),
                ('others', models.IntegerField()),
                ('others_came', models.IntegerField()),
                ('low', models.FloatField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'first', 'later'), name='pairing_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='ProgrammeCost',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('about', models.CharField(max_length=80, unique=True)),
                ('gifts', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('sending', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('time', models.DecimalField(decimal_places=2, default=Decimal('0'), max_digits=12)),
                ('version', models.IntegerField(default=1, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('gifts__gte', 0), ('sending__gte', 0), ('time__gte', 0)), name='programme_costs_are_not_below_zero')],
            },
        ),
        migrations.CreateModel(
            name='Trait',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('source', 'How they found us'), ('first_category', 'What they bought first'), ('first_channel', 'How they bought first'), ('first_place', 'Where they bought first'), ('town', 'Where they live'), ('tag', 'Tags')], max_length=14)),
                ('value', models.CharField(max_length=120)),
                ('customers', models.IntegerField()),
                ('top', models.IntegerField()),
                ('everybody', models.IntegerField()),
                ('everybody_top', models.IntegerField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='trait_stands_once')],
            },
        ),
        migrations.CreateModel(
            name='Uncounted',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('customer_number', models.BigIntegerField(null=True)),
                ('on', models.DateField(null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('customer_number__isnull', True), ('on__isnull', False)), models.Q(('customer_number__isnull', False), ('on__isnull', True)), _connector='OR'), name='uncounted_is_a_customer_or_a_day')],
            },
        ),
        migrations.CreateModel(
            name='ValueRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('margin_percent', models.DecimalField(decimal_places=1, max_digits=4, null=True)),
                ('version', models.IntegerField(default=1, editable=False)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='there_is_one_set_of_value_rules'), models.CheckConstraint(condition=models.Q(('margin_percent', None), models.Q(('margin_percent__gt', 0), ('margin_percent__lte', 100)), _connector='OR'), name='margin_is_a_percentage')],
            },
        ),
        migrations.CreateModel(
            name='BuyingDay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('on', models.DateField()),
                ('channel', models.CharField(blank=True, choices=[('in_person', 'In person'), ('phone', 'Phone'), ('email', 'E-mail'), ('message', 'Message'), ('social', 'Social media'), ('post', 'Post'), ('web', 'Web')], max_length=12)),
                ('orders', models.IntegerField()),
                ('sales', models.DecimalField(decimal_places=4, max_digits=20)),
                ('refunds', models.IntegerField()),
                ('refunded', models.DecimalField(decimal_places=4, max_digits=20)),
                ('customer', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='days_of_buying', to='customers.customer')),
                ('location', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='shop.location')),
            ],
            options={
                'indexes': [models.Index(fields=['customer', 'on'], name='buying_day_of_customer'), models.Index(condition=models.Q(('customer', None)), fields=['on'], name='buying_day_unknown')],
            },
        ),
        migrations.CreateModel(
            name='DailySum',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('metric', models.CharField(max_length=40)),
                ('on', models.DateField()),
                ('channel', models.CharField(blank=True, max_length=12)),
                ('numerator', models.DecimalField(decimal_places=4, default=0, max_digits=20)),
                ('denominator', models.DecimalField(decimal_places=4, default=0, max_digits=20)),
                ('squares', models.DecimalField(decimal_places=4, default=0, max_digits=24)),
                ('location', models.ForeignKey(db_constraint=False, db_index=False, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to='shop.location')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('metric', 'on', 'location', 'channel'), name='metric_has_one_sum_a_day', nulls_distinct=False)],
            },
        ),
        migrations.CreateModel(
            name='LetterRules',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stopped_at', models.DateTimeField(null=True)),
                ('stopped_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('pk', 1)), name='there_is_one_set_of_letter_rules')],
            },
        ),
        migrations.CreateModel(
            name='RelationshipReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('level', models.CharField(choices=[('courting', 'Courting: you are getting to know each other'), ('contract', 'Contract: they buy, each time anew'), ('continuation', 'Continuation: they come back without being asked'), ('commitment', 'Commitment: they choose you over others'), ('convergence', 'Convergence: you plan together')], max_length=12)),
                ('note', models.CharField(blank=True, max_length=300, verbose_name='what would bring you closer')),
                ('reviewed_at', models.DateTimeField(default=django.utils.timezone.now)),
                ('customer', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='relationship_reviews', to='customers.customer')),
                ('reviewed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['customer', '-id'], name='newest_review_of_customer')],
            },
        ),
    ]
