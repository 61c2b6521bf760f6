"""The doors of the first floor."""

from engagement.doors import article, automation, counter, mail, preference, public, reward, webhook, words

app_name = "engagement"

urlpatterns = [
    *counter.urlpatterns,
    *article.urlpatterns,
    *mail.urlpatterns,
    *words.urlpatterns,
    *preference.urlpatterns,
    *automation.urlpatterns,
    *reward.urlpatterns,
    *webhook.urlpatterns,
    *public.urlpatterns,
]
