"""The doors of the shop's word."""

from django.urls import URLPattern, path

from engagement.views import article

urlpatterns: list[URLPattern] = [
    path("word/", article.article_list, name="article_list"),
    path("word/new/", article.article_add, name="article_add"),
    path("word/pick/", article.article_pick, name="article_pick"),
    path("word/<int:pk>/", article.article_detail, name="article_detail"),
    path("word/<int:pk>/edit/", article.article_edit, name="article_edit"),
    path("word/<int:pk>/read/", article.article_read, name="article_read"),
    path("word/<int:pk>/retire/", article.article_retire, name="article_retire"),
]
