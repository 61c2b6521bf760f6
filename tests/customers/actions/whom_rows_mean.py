"""Whom the rows of a customers file mean, as a colleague would say who has read the whole file first."""

import re
from collections import defaultdict
from dataclasses import dataclass

from customers.cleaning import fold
from customers.importing.one_person import are_other_names


@dataclass
class Meant:
    number: str
    keys: list  # e-mails, then phones, that nobody else in the file gives
    phones: set
    names: set
    shared: set
    is_stranger: bool


def whom_rows_mean(rows):
    """One answer for each row."""
    shared, strangers = _shared_emails(rows), set()
    people = [_by_number_or_email(row, rows, shared) or index for index, row in enumerate(rows)]
    for phone in _said_again(rows):
        _settle_phone(phone, rows, people, shared, strangers)
    return [_meant(index, rows, people, shared, strangers) for index in range(len(rows))]


def _shared_emails(rows):
    numbers = defaultdict(set)
    for row in rows:
        numbers[row["Email"]].add(row["Customer ID"])
    return {email for email, of_it in numbers.items() if email and len(of_it - {""}) > 1}


def _by_number_or_email(row, rows, shared):
    """Their number, also where only another row with the same e-mail gives it; else the e-mail."""
    same = [row] + [other for other in rows if row["Email"] and other["Email"] == row["Email"]]
    numbers = [other["Customer ID"] for other in same if other["Customer ID"]]
    if row["Customer ID"] or row["Email"] in shared:
        return row["Customer ID"]
    return numbers[0] if numbers else row["Email"]


def _said_again(rows):
    """Phones that two rows give, in the order in which that shows."""
    seen, again = set(), {}
    for row in rows:
        if row["Phone"] in seen:
            again[row["Phone"]] = True
        seen.add(row["Phone"])
    again.pop("", None)
    return list(again)


def _settle_phone(phone, rows, people, shared, strangers):
    givers = [index for index, row in enumerate(rows) if row["Phone"] == phone]
    owned = [index for index in givers if isinstance(people[index], str) or rows[index]["Email"]]
    owners = {people[i] if isinstance(people[i], str) else rows[i]["Email"] for i in owned}
    if len(owners) > 1:
        shared.add(phone)
        return
    whose = people[owned[0]] if owned else givers[0]
    names = _names([index for index, person in enumerate(people) if owned and person == whose], rows)
    for index in givers:
        words = _names([index], rows)
        if index not in owned and are_other_names(names, words):
            strangers.add(index)
        else:
            names |= words if index not in owned else set()
            people[index] = whose


def _names(indexes, rows):
    said = " ".join(f"{rows[index]['First name']} {rows[index]['Last name']}" for index in indexes)
    return set(re.findall(r"\w+", fold(said)))


def _meant(index, rows, people, shared, strangers):
    same = [i for i, person in enumerate(people) if person == people[index] and i not in strangers]
    emails, phones = (
        list(dict.fromkeys(rows[i][name] for i in same if rows[i][name] not in {"", *shared}))
        for name in ("Email", "Phone")
    )
    number = next((rows[i]["Customer ID"] for i in same if rows[i]["Customer ID"]), "")
    is_stranger = index in strangers
    return Meant(number, emails + phones, set(phones), _names(same, rows), shared, is_stranger)
