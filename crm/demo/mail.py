"""The mail of the demo shop, all together: its words, who was written to, and what came back."""

from collections.abc import Sequence

from crm.demo.announcements import (
    announcement_letters,
    link_recipients,
    write_announcements,
    write_recipients,
)
from crm.demo.answers_by_mail import answer_letters
from crm.demo.automations import welcome_letters, welcome_newcomers, write_automations
from crm.demo.cast import Person
from crm.demo.letters import write_letters
from crm.demo.mail_words import set_up_mail
from crm.demo.returns import write_returns
from crm.demo.shop import Frame
from crm.demo.topics import Answers
from crm.demo.writing import Rows


def write_mail(people: Sequence[Person], rows: Rows, answers: Answers, frame: Frame) -> None:
    """Templates, recipes, the outbox, an announcement with its results, and those who said no since."""
    templates, automations = set_up_mail(frame), write_automations(frame)
    went = welcome_newcomers(people, rows, answers, automations["welcome"], frame)
    by_number = {rows[id(person)].pk: person for person in people}
    letters = welcome_letters(went, by_number, templates["welcome"]) + answer_letters(templates)
    write_letters(letters, frame)
    announcement = write_announcements(frame, templates)
    written_to = write_recipients(announcement, people, rows)
    messages = write_letters(announcement_letters(announcement, written_to, rows, answers), frame)
    link_recipients(announcement, messages)
    write_returns(messages, frame)
