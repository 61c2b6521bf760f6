"""The doors of what customers let us show."""

from django.urls import URLPattern, path

from engagement.public_links import PATHS
from feedback.actions.testimonial import LINK
from feedback.views import testimonial

urlpatterns: list[URLPattern] = [
    path("reviews/words/", testimonial.testimonial_list, name="testimonial_list"),
    path("reviews/words/new/", testimonial.testimonial_add, name="testimonial_add"),
    path("reviews/words/<int:pk>/withdraw/", testimonial.testimonial_withdraw, name="testimonial_withdraw"),
    path("reviews/words/<int:pk>/use/", testimonial.testimonial_use, name="testimonial_use"),
    path("words-of-customers/", testimonial.words_of_customers, name="words_of_customers"),
    path(f"{PATHS[LINK]}<str:token>/", testimonial.testimonial_mine, name="testimonial_mine"),
]
