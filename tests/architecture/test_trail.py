"""Whatever somebody does stands in the trail (S45): each action that asks who does it writes an entry."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("crm/shop/actions", "customers/actions", "engagement/actions", "feedback/actions", "metrics/actions")
# These only help an action that writes its own entry, or note what is written down when a worker does it.
WITHOUT = {
    "ask_for_bulk_change",
    "ask_for_undo",
    "line_of_ours",
    "only_once",
    "queue_job",
    "queue_job_anew",
    "read_article",
    "record",
    "row_of",
    "write_move",
    "write_revisions",
}


@cache
def functions() -> dict[str, list[ast.FunctionDef]]:
    """Every function of the rooms, by its name."""
    found = defaultdict(list)
    for room in ROOMS:
        for path in (ROOT / room).glob("*.py"):
            for node in ast.walk(ast.parse(path.read_text())):
                if isinstance(node, ast.FunctionDef):
                    found[node.name].append(node)
    return dict(found)


def is_recording(node: ast.FunctionDef) -> bool:
    """Does it say audit.record itself?"""
    return any(
        isinstance(inner, ast.Attribute)
        and isinstance(inner.value, ast.Name)
        and (inner.value.id, inner.attr) == ("audit", "record")
        for inner in ast.walk(node)
    )


def names_used(node: ast.FunctionDef) -> set[str]:
    """What it calls, or hands to somebody who will."""
    return {inner.id for inner in ast.walk(node) if isinstance(inner, ast.Name)} - {node.name}


def telling() -> set[str]:
    """All that write an entry, themselves or by what they call."""
    told = {name for name, nodes in functions().items() if any(map(is_recording, nodes))}
    while True:
        more = {
            name
            for name, nodes in functions().items()
            if name not in told and any(names_used(node) & told for node in nodes)
        }
        if not more:
            return told
        told |= more


def test_every_action_of_somebody_stands_in_the_trail():
    actions = {
        name
        for name, nodes in functions().items()
        for node in nodes
        if "by" in {each.arg for each in (*node.args.args, *node.args.kwonlyargs)}
        if not name.startswith("_")
    }

    assert len(actions) > 100
    assert actions - telling() == WITHOUT
