"""The doors of themes."""

from django.urls import URLPattern, path

from feedback.views import priority, theme, theme_sort

urlpatterns: list[URLPattern] = [
    path("themes/", theme.theme_list, name="theme_list"),
    path("themes/new/", theme.theme_add, name="theme_add"),
    path("themes/starters/", theme.theme_starters, name="theme_starters"),
    path("themes/first/", priority.priority_list, name="priority_list"),
    path("themes/sort/", theme_sort.theme_sort, name="theme_sort"),
    path("themes/<int:pk>/", theme.theme_detail, name="theme_detail"),
    path("themes/<int:pk>/edit/", theme.theme_edit, name="theme_edit"),
    path("themes/<int:pk>/retire/", theme.theme_retire, name="theme_retire"),
]
