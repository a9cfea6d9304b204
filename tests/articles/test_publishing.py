import pytest

from articles.models import Edition
from tests.factories import make_edition

pytestmark = pytest.mark.django_db


def test_a_published_text_is_live():
    edition = make_edition()

    assert list(Edition.objects.live()) == [edition]
    assert edition.version == 1
