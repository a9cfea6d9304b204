from django.urls import path

from sharing import views

urlpatterns = [
    path("articles/<address:slug>/share/", views.share, name="share"),
    path("suggestions/", views.privacy, name="suggestion_privacy"),
    path("suggestions/never/<str:token>/", views.objection, name="suggestion_objection"),
]
