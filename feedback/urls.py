"""The doors of the second floor."""

from feedback import theme_urls

app_name = "feedback"

urlpatterns = [
    *theme_urls.urlpatterns,
]
