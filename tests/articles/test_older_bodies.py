from importlib import import_module

import pytest
from django.apps import apps

from articles.models import Edition
from tests.factories import make_article, make_edition, make_image

pytestmark = pytest.mark.django_db
MIGRATION = import_module("articles.migrations.0010_todays_bodies")


def old(image):
    return (
        f'<p>Raz<sup><a href="#fn1">1</a></sup>.</p><figure><img src="{image.src}" alt="Most"></figure>'
        '<hr><ol><li><p>Uwaga <a href="#fnref1">↩</a></p></li></ol>'
    )


def test_working_copies_are_brought_to_todays_form_and_editions_stay():
    image = make_image()
    edition = make_edition(pl={"title": "Tytuł", "body": old(image)})
    before = Edition.objects.values().get()
    untouched = make_article(pl={"title": "Inny", "body": "<p>x</p>"})

    MIGRATION.bring_bodies_to_todays_form(apps, None)

    edition.article.refresh_from_db()
    untouched.refresh_from_db()
    assert edition.article.body_pl == (
        f'<p>Raz<span data-note="">Uwaga</span>.</p><figure><img data-image="{image.pk}" alt="Most"></figure>'
    )
    assert untouched.body_pl == "<p>x</p>"
    assert Edition.objects.values().get() == before
