"""The rules of the cycle: what each stage means, and that history and stage say the same."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from customers.cycle import Evidence, Facts, Pin, Rules, history, level_on, next_turn, stage_on
from customers.cycle_words import COUNTED, LASTED, SENTENCES, Level, Reason, rule_sentences, sentence
from customers.models.customer import Stage

BEGIN = date(2025, 1, 1)
RULES = Rules(regular_after=2, lapsed_after=180, advocate_for=365)
HORIZON = 900


def day(number: int) -> date:
    return BEGIN + timedelta(days=number)


def bought(*numbers: int, praise: tuple[int, ...] = (), pins: tuple[Pin, ...] = ()) -> Facts:
    evidence = tuple(Evidence("word_of_mouth", day(number), f"day:{number}") for number in praise)
    days = tuple(day(number) for number in numbers)
    return Facts(BEGIN, days, evidence, pins, tuple(range(1, len(days) + 1)))


@pytest.mark.parametrize(
    ("facts", "number", "stage"),
    [
        (bought(), -1, None),
        (bought(), 0, Stage.ATTRACTION),
        (bought(), 900, Stage.ATTRACTION),
        (bought(5), 4, Stage.ATTRACTION),
        (bought(5), 5, Stage.CONVERSION),
        (bought(5, 9), 9, Stage.RETENTION),
        (bought(5), 185, Stage.CONVERSION),
        (bought(5), 186, Stage.LAPSED),
        (bought(5, 300), 300, Stage.RETENTION),
        (bought(praise=(3,)), 9, Stage.ATTRACTION),
        (bought(5, praise=(3,)), 5, Stage.ADVOCACY),
        (bought(5, praise=(7,)), 187, Stage.ADVOCACY),
        (bought(5, praise=(7,)), 188, Stage.LAPSED),
        (bought(5, 150, 300, praise=(7,)), 372, Stage.ADVOCACY),
        (bought(5, 150, 300, praise=(7,)), 373, Stage.RETENTION),
        (bought(-30), -30, Stage.CONVERSION),
    ],
)
def test_stage_on_follows_the_rules(facts, number, stage):
    assert stage_on(facts, day(number), RULES) == stage


def test_a_pin_holds_until_the_day_it_ends():
    facts = bought(5, pins=(Pin(Stage.ADVOCACY, day(10), day(400), "customers.stagepin:1"),))

    stages = [stage_on(facts, day(number), RULES) for number in (9, 10, 399, 400)]

    assert stages == [Stage.CONVERSION, Stage.ADVOCACY, Stage.ADVOCACY, Stage.LAPSED]


def test_history_tells_the_whole_round_with_its_reasons():
    facts = bought(5, 9, 300, praise=(12, 310), pins=(Pin(Stage.RETENTION, day(320), day(330), "pin"),))

    told = [
        (change.to_stage, (change.effective_on - BEGIN).days, change.reason, change.measure, change.about)
        for change in history(facts, day(HORIZON), RULES)
    ]

    assert told == [
        (Stage.ATTRACTION, 0, Reason.KNOWN, None, ""),
        (Stage.CONVERSION, 5, Reason.FIRST_PURCHASE, None, "customers.purchase:1"),
        (Stage.RETENTION, 9, Reason.BOUGHT_AGAIN, 2, "customers.purchase:2"),
        (Stage.ADVOCACY, 12, Reason.RECOMMENDED, None, "day:12"),
        (Stage.LAPSED, 193, Reason.SILENT, 180, "customers.purchase:2"),
        (Stage.ADVOCACY, 300, Reason.CAME_BACK, 291, "customers.purchase:3"),
        (Stage.RETENTION, 320, Reason.PINNED, None, "pin"),
        (Stage.ADVOCACY, 330, Reason.UNPINNED, None, "pin"),
        (Stage.LAPSED, 491, Reason.SILENT, 180, "customers.purchase:3"),
    ]


def test_a_recommendation_fades():
    facts = bought(5, 150, 300, 450, praise=(7,))

    faded = history(facts, day(400), RULES)[-1]

    assert (faded.reason, faded.measure, faded.effective_on) == (Reason.FADED, 365, day(373))


def test_next_turn_is_the_day_on_which_silence_gets_too_long():
    assert next_turn(bought(5), day(5), RULES) == day(186)
    assert next_turn(bought(5), day(186), RULES) is None
    assert next_turn(bought(), day(0), RULES) is None


@pytest.mark.parametrize(
    ("facts", "level"),
    [
        (bought(), Level.COURTING),
        (bought(395), Level.CONTRACT),
        (bought(395, praise=(396,)), Level.CONTRACT),
        (bought(390, 395), Level.CONTINUATION),
        (bought(5, 395), Level.COMMITMENT),
        (bought(390, 395, praise=(396,)), Level.CONVERGENCE),
        (bought(5, 9), Level.COURTING),
    ],
)
def test_level_on_says_how_close_it_is(facts, level):
    assert level_on(facts, day(400), RULES) == level


def test_every_reason_is_a_sentence_without_a_pattern_left_in_it():
    words = {reason: sentence(reason, 180) for reason in Reason}

    assert set(SENTENCES) | set(COUNTED) | set(LASTED) == set(Reason)
    assert words[Reason.SILENT] == "Nothing bought for 180 days"
    assert sentence(Reason.CAME_BACK, 5841) == "Came back after 16 years"
    assert sentence(Reason.BOUGHT_AGAIN, 2) == "Bought again: 2 buying days"
    assert not [said for said in words.values() if "%" in said]


def test_every_stage_has_its_rule_in_words():
    words = rule_sentences({"regular_after": 3, "lapsed_after": 90, "advocate_for": 400})

    assert set(words) == set(Stage)
    assert words[Stage.CONVERSION] == "They have bought, on fewer than 3 days."
    usual = rule_sentences({"regular_after": 2, "lapsed_after": 90, "advocate_for": 400})
    assert usual[Stage.CONVERSION] == "They have bought, on one day."
    least = rule_sentences({"regular_after": 1, "lapsed_after": 90, "advocate_for": 1})
    assert least[Stage.RETENTION] == "They have bought on 1 day or more."
    assert least[Stage.ADVOCACY].endswith("within the last 1 day.")


numbers = st.integers(-20, 700)
rules = st.builds(Rules, st.integers(1, 5), st.integers(1, 250), st.integers(1, 400))


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    """Any life that the database lets through: pins do not overlap, buying days are counted once."""
    days = tuple(day(number) for number in sorted(draw(st.sets(numbers, max_size=8))))
    praise = tuple(Evidence("review", day(n)) for n in sorted(draw(st.lists(numbers, max_size=4))))
    edges = sorted(draw(st.lists(numbers, max_size=4)))
    stages = draw(st.lists(st.sampled_from(list(Stage)), min_size=2, max_size=2))
    pins = [
        Pin(stage, day(since), day(until))
        for stage, since, until in zip(stages, edges[::2], edges[1::2], strict=False)
    ]
    if draw(st.booleans()):
        pins.append(Pin(draw(st.sampled_from(list(Stage))), day(701)))
    return Facts(BEGIN, days, praise, tuple(pins), tuple(range(len(days))))


@given(lives(), rules)
def test_folding_the_history_gives_the_stage_of_every_day(facts, rules):
    told = {change.effective_on: change for change in history(facts, day(HORIZON), rules)}

    stage = None
    for number in range(-30, HORIZON):
        if change := told.get(day(number)):
            assert change.from_stage == stage
            stage = change.to_stage
        assert stage_on(facts, day(number), rules) == stage


@given(lives(), rules, st.integers(-30, 800))
def test_nothing_changes_by_time_alone_before_the_next_turn(facts, rules, number):
    today = day(number)
    turn = next_turn(facts, today, rules)

    if turn is None:
        assert stage_on(facts, date(2100, 1, 1), rules) == stage_on(facts, today, rules)
    else:
        still = {stage_on(facts, today + timedelta(days=n), rules) for n in range((turn - today).days)}
        assert still == {stage_on(facts, today, rules)}
        assert stage_on(facts, turn, rules) not in still


@given(lives(), rules, st.integers(0, 700))
def test_a_late_fact_changes_no_day_before_it(facts, rules, number):
    later = tuple(sorted({*facts.buying_days, day(number)}))
    with_one_more = Facts(facts.known_on, later, facts.evidence, facts.pins)

    before = [c[:3] for c in history(facts, day(number - 1), rules)]

    assert [c[:3] for c in history(with_one_more, day(number - 1), rules)] == before
