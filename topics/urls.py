from django.urls import path

from topics import views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<address:slug>/", views.topic, name="topic"),
]
