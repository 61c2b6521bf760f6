"""What this floor tells the cellar, noun by noun: how rows are called, its verbs in words, hand-overs."""

from engagement.sockets import (  # noqa: F401 - they register
    article,
    automation,
    counter,
    forgetting,
    keeping,
    lists,
    mail,
    news,
    personal_file,
    preference,
    processing,
    reward,
    segment,
    tables,
    webhook,
    words,
)
