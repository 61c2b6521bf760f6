"""The doors of the second floor, a file for each noun."""

from feedback import (
    complaint_urls,
    counter_urls,
    improvement_urls,
    mystery_visit_urls,
    review_urls,
    survey_urls,
    testimonial_urls,
    theme_urls,
)

app_name = "feedback"

urlpatterns = [
    *review_urls.urlpatterns,
    *improvement_urls.urlpatterns,
    *testimonial_urls.urlpatterns,
    *theme_urls.urlpatterns,
    *complaint_urls.urlpatterns,
    *survey_urls.urlpatterns,
    *mystery_visit_urls.urlpatterns,
    *counter_urls.urlpatterns,
]
