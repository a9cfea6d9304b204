from django.urls import path

from articles import views

urlpatterns = [
    path("articles/", views.articles, name="articles"),
    path("articles/<address:slug>/", views.article, name="article"),
    path("tags/<address:slug>/", views.tag, name="tag"),
]
