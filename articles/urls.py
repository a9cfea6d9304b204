from django.urls import path

from articles import archive, history, views
from articles.search import views as search_views

urlpatterns = [
    path("feed/", views.feed, name="feed"),
    path("feed/json/", views.feed, {"form": "json"}, name="feed_json"),
    path("articles/", views.articles, name="articles"),
    path("articles/<address:slug>/", views.article, name="article"),
    path("articles/<address:slug>/history/", history.history),
    path("articles/<address:slug>/v<version:version>/", history.version),
    path("articles/<address:slug>/v<version:version>/changes/", history.changes),
    path("pages/<address:slug>/", views.site_page, name="page"),
    path("pages/<address:slug>/history/", history.history, {"is_page": True}),
    path("pages/<address:slug>/v<version:version>/", history.version, {"is_page": True}),
    path("pages/<address:slug>/v<version:version>/changes/", history.changes, {"is_page": True}),
    path("search/", search_views.search, name="search"),
    path("search/suggestions/", search_views.suggestions, name="suggestions"),
    path("archive/", archive.archive, name="archive"),
    path("archive/<year:year>/", archive.year, name="archive_year"),
    path("archive/<year:year>/<month:month>/", archive.month, name="archive_month"),
    path("new/", archive.new, name="new"),
    path("elsewhere/", archive.elsewhere, name="elsewhere"),
    path("tags/<address:slug>/", views.tag, name="tag"),
    path("tags/<address:slug>/feed/", views.tag_feed, name="tag_feed"),
    path("tags/<address:slug>/feed/json/", views.tag_feed, {"form": "json"}, name="tag_feed_json"),
]
