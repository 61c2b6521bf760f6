"""The invitation behind a link: read with as little as the page needs."""

from customers.models import Interaction
from engagement.models import LinkPurpose
from engagement.public_links import make_link
from feedback.invited import invitation_behind, version_as_published
from feedback.models import Response


def token_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def test_invitation_behind_a_link_is_all_that_the_page_asks(asked, anna, django_assert_num_queries):
    version_as_published(asked.invitation.version_id)

    with django_assert_num_queries(1):
        invitation, mail, numbers = invitation_behind(token_of(asked.path))
        shown = (invitation.survey.name, invitation.customer.given_name, invitation.version.asked[0].key)

    assert invitation == asked.invitation
    assert (mail, numbers) == (asked.invitation.message_id, None)
    assert shown == (asked.invitation.survey.name, anna.given_name, "score")


def test_invitation_behind_something_else_is_none(asked, anna):
    other = make_link(LinkPurpose.SURVEY, customer=anna, about="feedback.mysteryvisit:1")
    nobody = make_link(LinkPurpose.SURVEY, customer=anna, about="feedback.invitation:0")

    found = [invitation_behind(token_of(path)) for path in (other, nobody, "/s/unknown/")]

    assert found == [None, None, None]


def test_invitation_behind_a_link_brings_the_numbers_for_a_first_answer(asked, stranger):
    first, second = (invitation_behind(token_of(asked.path), is_answer=True).numbers for _time in range(2))

    asked.send(stranger, score="4")

    assert second == (first[0] + 1, first[1] + 1)
    assert (Response.objects.get().pk, Interaction.objects.get(kind="survey_answer").pk) == (
        second[0] + 1,
        second[1] + 1,
    )
    assert invitation_behind(token_of(asked.path), is_answer=True).numbers is None
