from django.urls import path

from topics import views

urlpatterns = [
    path("topics/", views.topics, name="topics"),
    path("topics/<address:slug>/", views.topic, name="topic"),
    path("topics/<address:slug>/feed/", views.feed, name="topic_feed"),
    path("topics/<address:slug>/feed/json/", views.feed, {"form": "json"}, name="topic_feed_json"),
]
