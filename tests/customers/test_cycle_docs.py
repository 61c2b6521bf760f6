"""docs/cycle.md says what the rules say."""

from datetime import date
from pathlib import Path

from customers.cycle_people import five_steps
from customers.cycle_words import LEVEL_SENTENCES, Level, rule_sentences
from customers.models import CycleRules, Stage
from customers.stage_story import rule_numbers

PAGE = (Path(__file__).parents[2] / "docs" / "cycle.md").read_text(encoding="utf-8")


def test_docs_name_each_stage_with_its_rule_and_the_default_numbers():
    words = rule_sentences(rule_numbers(CycleRules()))

    assert [f"| {stage.label} | {words[stage]} |" in PAGE for stage in Stage] == [True] * 5


def test_docs_name_each_level():
    assert [f"| {level.label} | {LEVEL_SENTENCES[level]} |" in PAGE for level in Level] == [True] * 5


def test_docs_name_each_step():
    steps = five_steps(date(2026, 11, 22))

    assert [f"| {step.label} | {step.words} |" in PAGE for step in steps] == [True] * 5


def test_defaults_of_the_rules_are_those_of_the_pure_module():
    from customers.cycle import Rules

    assert vars(Rules()) == rule_numbers(CycleRules())
