"""The doors of the second floor for programs."""

from django.urls import path

from feedback.api import complaint, improvement, review, survey

urlpatterns = [
    path("complaints/", complaint.ComplaintList.as_view(), name="complaints"),
    path("complaints/<int:pk>/", complaint.ComplaintOne.as_view(), name="complaint"),
    path("reviews/", review.ReviewList.as_view(), name="reviews"),
    path("reviews/<int:pk>/", review.ReviewOne.as_view(), name="review"),
    path("improvements/", improvement.ImprovementList.as_view(), name="improvements"),
    path("improvements/<int:pk>/", improvement.ImprovementOne.as_view(), name="improvement"),
    path("surveys/", survey.SurveyList.as_view(), name="surveys"),
    path("responses/", survey.ResponseList.as_view(), name="responses"),
    path("responses/<int:pk>/", survey.ResponseOne.as_view(), name="response"),
    path("invitations/", survey.InvitationList.as_view(), name="invitations"),
]
