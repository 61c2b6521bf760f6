"""What this floor tells the cellar, noun by noun: how rows are called, its verbs in words, hand-overs."""

from feedback.sockets import (  # noqa: F401 - they register
    complaint,
    counted_tables,
    forgetting,
    improvement,
    keeping,
    mystery_visit,
    news,
    personal_file,
    processing,
    review,
    segment,
    survey,
    tables,
    testimonial,
    theme,
    webhook,
)
