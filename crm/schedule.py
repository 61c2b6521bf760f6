"""The clock, on one page: what is looked at, and how often (seconds)."""

CELERY_BEAT_SCHEDULE = {
    "tick": {"task": "crm.shop.tasks.tick", "schedule": 20.0},
    "tick of letters": {"task": "crm.shop.tasks.tick_letters", "schedule": 20.0},
    "run waiting jobs": {"task": "crm.shop.tasks.run_waiting_jobs", "schedule": 5.0},
    "count the usual gap": {"task": "customers.tasks.count_usual_gap", "schedule": 24 * 3600.0},
    "count the cycle": {"task": "customers.tasks.count_cycle", "schedule": 60.0},
    "turn stages": {"task": "customers.tasks.turn_stages", "schedule": 600.0},
    "send letters": {"task": "engagement.tasks.send_letters", "schedule": 5.0},
    "send bulk mail": {"task": "engagement.tasks.send_bulk", "schedule": 5.0},
    "install starter mails": {"task": "engagement.tasks.install_starter_templates", "schedule": 60.0},
    "look after mail": {"task": "engagement.tasks.look_after_mail", "schedule": 30.0},
    "look into the mailbox": {"task": "engagement.tasks.look_into_mailbox", "schedule": 60.0},
    "plan digests": {"task": "engagement.tasks.plan_digests", "schedule": 300.0},
    "look for causes": {"task": "engagement.tasks.look_for_causes", "schedule": 60.0},
    "go on with automations": {"task": "engagement.tasks.advance_enrolments", "schedule": 60.0},
    "move announcements": {"task": "engagement.tasks.move_announcements", "schedule": 5.0},
    "settle loyalty cards": {"task": "engagement.tasks.settle_loyalty_cards", "schedule": 30.0},
    "thank for recommendations": {"task": "engagement.tasks.thank_for_recommendations", "schedule": 60.0},
    "let rewards run out": {"task": "engagement.tasks.let_rewards_run_out", "schedule": 3600.0},
    "remind of complaints": {"task": "feedback.tasks.remind_of_complaints", "schedule": 60.0},
    "hear of complaints": {"task": "feedback.tasks.hear_of_complaints", "schedule": 60.0},
    "refresh complaint clocks": {"task": "feedback.tasks.refresh_complaint_clocks", "schedule": 1800.0},
    "install starter surveys": {"task": "feedback.tasks.install_starter_surveys", "schedule": 60.0},
    "remind about surveys": {"task": "feedback.tasks.remind_about_surveys", "schedule": 900.0},
    "install causes of complaints": {"task": "feedback.tasks.install_starter_causes", "schedule": 60.0},
    "tidy up": {"task": "crm.shop.tasks.tidy_up", "schedule": 3600.0},
}

# Two queues beside the usual one ("celery"): what somebody waits for has a worker of its own, and mail that
# nobody waits for stands behind nothing but itself.
LETTERS, BULK = "letters", "bulk"
CELERY_TASK_ROUTES = {
    "crm.shop.tasks.tick_letters": {"queue": LETTERS},
    "crm.shop.tasks.run_waiting_jobs": {"queue": LETTERS},
    "crm.shop.tasks.run_quick_job": {"queue": LETTERS},
    "engagement.tasks.send_letters": {"queue": LETTERS},
    "engagement.tasks.look_after_mail": {"queue": LETTERS},
    "engagement.tasks.send_bulk": {"queue": BULK},
}
