"""What becomes of this floor's rows when two customers are put together."""

from customers.merging.rules import Two, merges, move_all, one_of_each, twins
from customers.relations import Relation

merges("feedback.improvementnotice.customer")(one_of_each("improvement_id"))


@merges("feedback.invitation.customer")
def merge_invitations(relation: Relation, two: Two) -> None:
    """Both stay, with their links and answers; the cause that forbids a second one stays with one."""
    for _twin, gone in twins(relation, two, "survey_id", "cause"):
        two.book.change(gone, cause=f"{gone.cause}~{two.gone}"[-120:])
    move_all(relation, two)
