"""The doors of the ground floor for programs."""

from django.urls import path

from customers.api import consent, customer, interaction, merge, personal_file, purchase, segment

urlpatterns = [
    path("customers/", customer.CustomerList.as_view(), name="customers"),
    path("customers/<int:pk>/", customer.CustomerOne.as_view(), name="customer"),
    path("customers/<int:pk>/interactions/", interaction.InteractionList.as_view(), name="interactions"),
    path("customers/<int:pk>/consents/", consent.ConsentList.as_view(), name="consents"),
    path("interactions/<int:pk>/", interaction.InteractionOne.as_view(), name="interaction"),
    path(
        "interactions/<int:pk>/withdraw/",
        interaction.InteractionWithdraw.as_view(),
        name="interaction_withdraw",
    ),
    path("customers/<int:pk>/personal-file/", personal_file.PersonalFileOne.as_view(), name="personal_file"),
    path("duplicates/", merge.DuplicateList.as_view(), name="duplicates"),
    path("duplicates/<int:pk>/judge/", merge.DuplicateJudge.as_view(), name="duplicate_judge"),
    path("merges/", merge.MergeList.as_view(), name="merges"),
    path("merges/<int:pk>/", merge.MergeOne.as_view(), name="merge"),
    path("merges/<int:pk>/undo/", merge.MergeUndo.as_view(), name="merge_undo"),
    path("segments/", segment.SegmentList.as_view(), name="segments"),
    path("segments/<int:pk>/", segment.SegmentOne.as_view(), name="segment"),
    path("purchases/", purchase.PurchaseList.as_view(), name="purchases"),
    path("purchases/batch/", purchase.PurchaseBatch.as_view(), name="purchase_batch"),
    path("purchases/<int:pk>/", purchase.PurchaseOne.as_view(), name="purchase"),
]
