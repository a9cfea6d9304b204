from django.contrib import admin
from django.urls import include, path, re_path, register_converter

from portal import converters, views

register_converter(converters.LanguageConverter, "language")
register_converter(converters.SpellingConverter, "spelling")
register_converter(converters.AddressConverter, "address")
register_converter(converters.YearConverter, "year")
register_converter(converters.MonthConverter, "month")

urlpatterns = [
    path("", views.root, name="root"),
    path("<language:language>/", views.home, name="home"),
    path("<language:language>/", include("articles.urls")),
    path("<language:language>/", include("topics.urls")),
    path("admin/", admin.site.urls),
    re_path(r"^media/pictures/(?P<name>[0-9a-f]{20}-[0-9]{1,5}\.(?:jpg|avif))$", views.picture),
    path("sitemap.xml", views.sitemap, name="sitemap"),
    path("sitemap-<slug:section>.xml", views.sitemap_section, name="sitemap_section"),
    path("robots.txt", views.robots),
    path(".well-known/security.txt", views.security),
    path("healthz", views.healthz),
    path("readyz", views.readyz),
    path("<spelling:language>", views.respelled),
    path("<spelling:language>/<path:rest>", views.respelled),
    path("<spelling:language>/", views.respelled),
]

handler404 = "portal.views.not_found"
