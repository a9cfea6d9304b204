"""Who may open and do what in the admin: anonymous, translator, editor, administrator."""

import importlib

import pytest
from django.apps import apps
from django.contrib.auth.models import Group

from articles.models import Edition, Tag
from tests.factories import make_edition, make_image, make_tag, make_topic, make_user

pytestmark = pytest.mark.django_db
groups = importlib.import_module("articles.migrations.0003_groups")
library_groups = importlib.import_module("articles.migrations.0017_library_groups")

PEOPLE = ("anonymous", "translator", "editor", "administrator")
# What each of them gets from an address: 302 leads to the log-in page.
GET = {
    "/admin/": (302, 200, 200, 200),
    "/admin/articles/article/": (302, 200, 200, 200),
    "/admin/articles/article/add/": (302, 403, 200, 200),
    "/admin/articles/article/{article}/change/": (302, 200, 200, 200),
    "/admin/articles/article/{article}/preview/pl/": (302, 200, 200, 200),
    "/admin/articles/article/{article}/publish/pl/": (302, 403, 200, 200),
    "/admin/articles/article/{article}/withdraw/pl/": (302, 403, 200, 200),
    "/admin/articles/article/{article}/unschedule/pl/": (302, 403, 200, 200),
    "/admin/articles/article/{article}/history/": (302, 200, 200, 200),
    "/admin/articles/article/address/?language=pl&title=x": (302, 200, 200, 200),
    "/admin/articles/tag/": (302, 200, 200, 200),
    "/admin/articles/tag/add/": (302, 403, 200, 200),
    "/admin/articles/tag/{tag}/change/": (302, 200, 200, 200),
    "/admin/articles/tag/{tag}/delete/": (302, 403, 200, 200),
    "/admin/topics/topic/": (302, 200, 200, 200),
    "/admin/topics/topic/add/": (302, 403, 200, 200),
    "/admin/topics/topic/{topic}/change/": (302, 200, 200, 200),
    "/admin/library/image/": (302, 200, 200, 200),
    "/admin/library/image/add/": (302, 403, 200, 200),
    "/admin/library/image/{image}/change/": (302, 200, 200, 200),
    "/admin/articles/article/body/links/?q=x": (302, 200, 200, 200),
    "/admin/articles/article/body/files/?kind=image": (302, 200, 200, 200),
    "/admin/articles/article/body/video/?address=x": (302, 200, 200, 200),
    "/admin/articles/article/body/picture/{image}/": (302, 302, 302, 302),
    "/admin/library/image/{image}/thumbnail/": (302, 302, 302, 302),
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=tags": (302, 200, 200, 200),
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=topics": (302, 200, 200, 200),
    "/admin/autocomplete/?app_label=articles&model_name=article&field_name=image": (302, 200, 200, 200),
    "/admin/auth/user/": (302, 403, 403, 200),
    "/admin/taggit/tag/": (302, 404, 404, 404),
}
POST = {
    "/admin/articles/article/{article}/publish/pl/": (302, 403, 200, 200),
    "/admin/articles/article/{article}/withdraw/pl/": (302, 403, 200, 200),
    "/admin/articles/article/{article}/unschedule/pl/": (302, 403, 302, 302),
    "/admin/articles/article/{article}/preview/pl/": (302, 200, 200, 200),
    "/admin/articles/article/add/preview/pl/": (302, 403, 200, 200),
    "/admin/articles/article/add/": (302, 403, 200, 200),
    "/admin/articles/article/body/upload/": (302, 403, 400, 400),
    "/admin/articles/tag/{tag}/change/": (302, 403, 200, 200),
    "/admin/articles/tag/{tag}/delete/": (302, 403, 200, 200),
    "/admin/topics/topic/{topic}/change/": (302, 403, 200, 200),
    "/admin/library/image/{image}/change/": (302, 403, 200, 200),
}


@pytest.fixture(autouse=True)
def whole_apps(monkeypatch):
    """Give the apps back what the migration, which expects its own, takes from them."""
    for config in map(apps.get_app_config, ("articles", "library", "topics")):
        monkeypatch.setattr(config, "models_module", config.models_module)


def log_in(client, person):
    groups.make_groups(apps, None)
    library_groups.add_permissions(apps, None)
    if person == "anonymous":
        return
    user = make_user(person, superuser=person == "administrator")
    if name := {"editor": "Editors", "translator": "Translators"}.get(person):
        user.groups.set([Group.objects.get(name=name)])
    client.force_login(user)


def fill(address):
    rows = {"article": make_edition().article, "tag": make_tag(pl="x"), "topic": make_topic(), "image": make_image()}
    return address.format(**{name: row.pk for name, row in rows.items()})


@pytest.mark.parametrize("address", GET)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_page_opens_for_whom_it_is(client, person, address):
    log_in(client, person)

    response = client.get(fill(address))

    assert response.status_code == GET[address][PEOPLE.index(person)]
    if person == "anonymous":
        assert response.headers["Location"].startswith("/admin/login/")


@pytest.mark.parametrize("address", POST)
@pytest.mark.parametrize("person", PEOPLE)
def test_each_act_is_open_for_whom_it_is(client, person, address):
    log_in(client, person)
    path = fill(address)

    response = client.post(path, {})

    assert response.status_code == POST[address][PEOPLE.index(person)]
    assert Edition.objects.live().count() == 1
    assert Tag.objects.count() == 1


def test_a_translator_sees_no_button_that_is_not_theirs(client):
    log_in(client, "translator")

    text = client.get(fill("/admin/articles/article/{article}/change/")).content.decode()

    assert "Save and publish" not in text
    assert "/withdraw/" not in text
    assert 'name="_continue"' in text
