"""The doors of the second floor."""

from feedback import complaint_urls, review_urls, theme_urls

app_name = "feedback"

urlpatterns = [
    *review_urls.urlpatterns,
    *theme_urls.urlpatterns,
    *complaint_urls.urlpatterns,
]
