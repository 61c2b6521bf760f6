"""The doors of the import room."""

from django.urls import path

from customers.views import data_import, import_mending, import_undo

urlpatterns = [
    path("", data_import.import_list, name="import_list"),
    path("upload/", data_import.import_upload, name="import_upload"),
    path("<int:pk>/columns/", data_import.import_map, name="import_map"),
    path("<int:pk>/preview/", data_import.import_preview, name="import_preview"),
    path("<int:pk>/progress/", data_import.import_progress, name="import_progress"),
    path("<int:pk>/mend/", import_mending.import_mend, name="import_mend"),
    path("<int:pk>/rows/<int:number>/", import_mending.import_row, name="import_row"),
    path("<int:pk>/start/", data_import.import_start, name="import_start"),
    path("<int:pk>/result/", data_import.import_result, name="import_result"),
    path("<int:pk>/refused.csv", data_import.import_refused_download, name="import_refused_download"),
    path("<int:pk>/undo/", import_undo.import_undo, name="import_undo"),
    path("<int:pk>/undo/start/", import_undo.import_undo_start, name="import_undo_start"),
    path("<int:pk>/undone/", import_undo.import_undone, name="import_undone"),
    path("<int:pk>/discard/", data_import.import_discard, name="import_discard"),
]
