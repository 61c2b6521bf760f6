"""The invitation behind a link: read with as little as the page needs."""

from engagement.models import LinkPurpose
from engagement.public_links import make_link
from feedback.invited import invitation_behind, version_as_published


def token_of(path: str) -> str:
    return path.rstrip("/").rsplit("/", 1)[-1]


def test_invitation_behind_a_link_is_all_that_the_page_asks(asked, anna, django_assert_num_queries):
    version_as_published(asked.invitation.version_id)

    with django_assert_num_queries(1):
        invitation, mail = invitation_behind(token_of(asked.path))
        shown = (invitation.survey.name, invitation.customer.given_name, invitation.version.asked[0].key)

    assert invitation == asked.invitation
    assert mail == asked.invitation.message_id
    assert shown == (asked.invitation.survey.name, anna.given_name, "score")


def test_invitation_behind_something_else_is_none(asked, anna):
    other = make_link(LinkPurpose.SURVEY, customer=anna, about="feedback.mysteryvisit:1")
    nobody = make_link(LinkPurpose.SURVEY, customer=anna, about="feedback.invitation:0")

    found = [invitation_behind(token_of(path)) for path in (other, nobody, "/s/unknown/")]

    assert found == [None, None, None]
