from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from portal import api_guide, converters, files, icons, oembed, share_pictures, sitemaps, views
from portal.api import api

register_converter(converters.LanguageConverter, "language")
register_converter(converters.SpellingConverter, "spelling")
register_converter(converters.AddressConverter, "address")
register_converter(converters.VersionConverter, "version")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

urlpatterns = [
    path("", views.root, name="root"),
    path("<language:language>/", views.home, name="home"),
    path("<language:language>/", include("articles.urls")),
    path("<language:language>/", include("topics.urls")),
    path("<language:language>/", include("sharing.urls")),
    path("admin/", admin.site.urls),
    path("media/pictures/<name>", files.picture),
    path("media/documents/<name>", files.document),
    re_path(
        r"^media/share/(?P<kind>edition|topic|site)-(?P<key>[0-9]{1,18})-(?P<language>[a-z0-9-]+)-(?P<name>[0-9a-f]{20})\.jpg$",
        share_pictures.share_picture,
    ),
    path("api/", api_guide.guide, name="api"),
    path("api/v1/", api_guide.index),
    path("api/v1/", api.urls),
    path("api/<path:rest>", api_guide.unknown),
    re_path(r"^colours/([0-9a-f]{6})-([0-9a-f]{6})-([0-9a-f]{16})\.css$", views.colours, name="colours"),
    path("oembed", oembed.oembed, name="oembed"),
    path("<language:language>/site.webmanifest", icons.manifest, name="manifest"),
    re_path(r"^media/icons/([0-9a-f]{20})-([0-9]{2,3})\.png$", icons.icon),
    path("favicon.ico", icons.favicon),
    path("sitemap.xml", sitemaps.index, name="sitemap"),
    path("sitemap-news.xml", sitemaps.news, name="sitemap_news"),
    path("sitemap-<slug:section>.xml", sitemaps.section, name="sitemap_section"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("<spelling:language>", views.respelled),
    path("<spelling:language>/<path:rest>", views.respelled),
    path("<spelling:language>/", views.respelled),
]

handler404 = "portal.views.not_found"
