"""Writing to those who were ticked."""

import pytest

from customers.models import BulkChange, Tag

pytestmark = pytest.mark.django_db
PAGE = "/announcements/to-many/"


@pytest.fixture
def ticked(client, mark, anna, bert):
    client.force_login(mark)
    return {"who": "picked", "list": "", "pk": [anna.pk], "once": "a", "tag": "Tea evening"}


def test_they_get_a_tag_and_the_announcement_to_it_begins_once(client, ticked, anna):
    assert "1 customer" in client.get(PAGE, ticked).text

    answers = [client.post(PAGE, ticked) for _turn in range(2)]

    tag = Tag.objects.get(name="Tea evening")
    assert list(tag.customers.all()) == [anna]
    assert {answer.url for answer in answers} == {f"/announcements/new/?people=tag%3D{tag.pk}"}
    assert BulkChange.objects.count() == 1
    begun = client.get(answers[0].url).text
    assert "Tea evening" in begun


def test_a_tag_of_others_is_refused_and_stays_as_it_was_typed(client, ticked, bert):
    bert.tags.add(Tag.objects.create(name="Tea evening", folded_name="tea evening"))

    answer = client.post(PAGE, ticked)

    assert answer.status_code == 422
    assert "Others have this tag already" in answer.text
    assert 'value="Tea evening"' in answer.text
    assert not BulkChange.objects.exists()


def test_nobody_is_written_to_by_a_whole_list_without_a_word_or_without_the_right(client, ticked, mira):
    assert client.post(PAGE, ticked | {"tag": " "}).status_code == 422
    assert client.get(PAGE, {"who": "all", "list": ""}).status_code == 302
    client.force_login(mira)
    assert client.post(PAGE, ticked).status_code == 403
    assert not BulkChange.objects.exists()
