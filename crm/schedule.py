"""The clock, on one page: what is looked at, and how often (seconds)."""

CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "crm.shop.tasks.tick", "schedule": 20.0},
    "run waiting jobs": {"task": "crm.shop.tasks.run_waiting_jobs", "schedule": 5.0},
    "count the usual gap": {"task": "customers.tasks.count_usual_gap", "schedule": 24 * 3600.0},
    "turn stages": {"task": "customers.tasks.turn_stages", "schedule": 600.0},
    "tidy up": {"task": "crm.shop.tasks.tidy_up", "schedule": 3600.0},
}
