"""The doors of reviews."""

from django.urls import URLPattern, path

from engagement.public_links import PATHS
from feedback.review_steps import LINK
from feedback.views import review, review_parity, review_platform, review_reply, review_say

urlpatterns: list[URLPattern] = [
    path("reviews/", review.review_list, name="review_list"),
    path("reviews/new/", review.review_add, name="review_add"),
    path("reviews/paste/", review.review_paste, name="review_paste"),
    path("reviews/import/", review_platform.review_import, name="review_import"),
    path("reviews/places/", review_platform.review_platform_list, name="review_platform_list"),
    path("reviews/places/new/", review_platform.review_platform_add, name="review_platform_add"),
    path("reviews/places/<int:pk>/", review_platform.review_platform_edit, name="review_platform_edit"),
    path(
        "reviews/places/<int:pk>/retire/",
        review_platform.review_platform_retire,
        name="review_platform_retire",
    ),
    path("reviews/asked/", review_parity.review_parity, name="review_parity"),
    path("about-reviews/", review_say.review_policy, name="review_policy"),
    path(f"{PATHS[LINK]}<str:token>/", review_say.review_say, name="review_say"),
    path("reviews/<int:pk>/", review.review_detail, name="review_detail"),
    path("reviews/<int:pk>/reply/", review_reply.review_reply, name="review_reply"),
    path("reviews/<int:pk>/approve/", review_reply.review_approve, name="review_approve"),
    path("reviews/<int:pk>/replied/", review_reply.review_replied, name="review_replied"),
    path("reviews/<int:pk>/recognise/", review.review_recognise, name="review_recognise"),
    path("reviews/<int:pk>/move/", review.review_move, name="review_move"),
]
