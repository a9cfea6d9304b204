import pytest
from django.conf import settings as django_settings


@pytest.fixture(autouse=True)
def quick_and_apart(settings, tmp_path):
    """Keep each test's files to itself, and leave out what only makes the production server strong."""
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **django_settings.STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.PORTAL_PAGE_CACHE = False


@pytest.fixture
def editor(db):
    """Somebody who may write and publish everything."""
    from tests.factories import make_user

    return make_user("editor", superuser=True)
