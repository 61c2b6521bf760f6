"""The doors of the second floor."""

from feedback import complaint_urls, theme_urls

app_name = "feedback"

urlpatterns = [
    *theme_urls.urlpatterns,
    *complaint_urls.urlpatterns,
]
