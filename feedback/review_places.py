"""Where somebody may write about us, and whether a text leads them there."""

from feedback.models import ReviewPlatform

FIELD = "review_link"


def places_for(location: int | None) -> list[ReviewPlatform]:
    """Of each kind we ask at, the page of where they were, else the page of the whole shop.

    Where nobody knows where they were, the pages of single places stand in; where nothing fits, all do.
    """
    known = list(ReviewPlatform.objects.asked_for())
    close = {place.kind for place in known if location and place.location_id == location}
    whole = {place.kind for place in known if place.location_id is None}

    def fits(place: ReviewPlatform) -> bool:
        if place.kind in close:
            return place.location_id == location
        return place.location_id is None or (location is None and place.kind not in whole)

    return [place for place in known if fits(place)] or known


def leads_to_reviews(text: str) -> bool:
    """By the field that draws the link, or by the address of a place we use."""
    addresses = ReviewPlatform.objects.in_use().exclude(address="").values_list("address", flat=True)
    return FIELD in text or any(address in text for address in addresses)
