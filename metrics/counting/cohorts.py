"""Cohorts: who first bought in which month, and in which months they came back."""

# Stands within the WITH of metrics/counting/history.py, so that the buying days are read once for all.
ADD = """
    INSERT INTO metrics_cohortmonth (cohort, month, customers, orders, sales)
    SELECT date_trunc('month', first_on::timestamp)::date, date_trunc('month', "on"::timestamp)::date,
           %(sign)s * count(*) FILTER (WHERE previous_on IS NULL
               OR date_trunc('month', previous_on::timestamp) < date_trunc('month', "on"::timestamp)),
           %(sign)s * sum(orders), %(sign)s * sum(sales)
    FROM history GROUP BY 1, 2
    ON CONFLICT (cohort, month) DO UPDATE SET
        customers = metrics_cohortmonth.customers + excluded.customers,
        orders = metrics_cohortmonth.orders + excluded.orders,
        sales = metrics_cohortmonth.sales + excluded.sales
"""
TIDY = "DELETE FROM metrics_cohortmonth WHERE customers = 0"
