"""The library in the admin: pictures come in once, are described in every language, and stay where needed."""

import errno
import io
import re

import pytest
from django.contrib.auth.models import Group, Permission
from django.core.files.storage import FileSystemStorage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from PIL import Image as Pillow

from articles import freshness, uses
from articles.models import Article, Edition
from languages.times import ALWAYS
from library.models import Document, FormerFile, Image, Keyword
from library.uploads import take_in
from tests.factories import make_article, make_edition, make_image, make_topic, make_user, picture_bytes
from tests.library.test_documents import PDF, VTT

pytestmark = pytest.mark.django_db
ADD = "/admin/library/image/add/"
UPLOAD = "/admin/library/image/upload/"
POINT = {"focal_x": "0.5", "focal_y": "0.5"}


@pytest.fixture(autouse=True)
def anna(client):
    user = make_user("anna", superuser=True)
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(user)
    return user


def upload(content, name="most.jpg"):
    return {"file": SimpleUploadedFile(name, content), **POINT}


def flag_bomb():
    out = io.BytesIO()
    Pillow.new("1", (12000, 12000)).save(out, format="PNG")
    return out.getvalue()


def test_a_picture_comes_in_with_its_descriptions(client):
    client.post(ADD, upload(picture_bytes()) | {"alt_pl": "Most", "caption_en": "A bridge", "focal_x": "0.2"})

    image = Image.objects.get()
    assert (image.alt_pl, image.caption_en, image.focal_x, image.file_name) == ("Most", "A bridge", 0.2, "most.jpg")


BROKEN = {
    "no picture": (b"<svg onload=alert(1)>", "SVG drawings"),
    "cut off": (picture_bytes(2000, 2000)[:3000], "damaged"),
    "a bomb": (flag_bomb(), "points"),
    "tiny": (picture_bytes(20, 20), "narrower"),
    "empty": (b"", "empty"),
}


@pytest.mark.parametrize(("content", "words"), BROKEN.values(), ids=BROKEN.keys())
def test_an_unusable_file_is_refused_in_words(client, content, words):
    page = client.post(ADD, upload(content))

    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Image.objects.exists()


@pytest.mark.parametrize("content", [picture_bytes(), PDF], ids=["picture", "document"])
def test_a_full_disk_is_told_in_words_and_leaves_nothing(client, monkeypatch, caplog, content):
    def full(*_arguments):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)

    answer = client.post(UPLOAD, upload(content), headers={"Accept": "application/json"})

    assert answer.status_code == 400
    assert "could not be stored" in answer.json()["error"]
    assert "No space left on device" in caplog.text
    assert not Image.objects.exists()
    assert not Document.objects.exists()


def test_a_picture_that_is_there_already_is_named(client):
    make_image("navy", alt_pl="Most")

    page = client.post(ADD, upload(picture_bytes(colour="navy")))

    assert "in the library already, as “navy.jpg”" in page.content.decode()
    assert Image.objects.get().alt_pl == "Most"


def test_the_focal_point_is_moved_and_caches_are_told(client):
    image, number = make_image(), freshness.number()
    change = reverse("admin:library_image_change", args=(image.pk,))

    client.post(change, {"focal_x": "0.1", "focal_y": "0.9"})
    refused = client.post(change, {"focal_x": "1.5", "focal_y": "0.9"})

    image.refresh_from_db()
    assert (image.focal_x, image.focal_y) == (0.1, 0.9)
    assert freshness.number() > number
    assert "less than or equal to 1" in refused.content.decode()


def test_a_file_is_replaced_wherever_it_is_used(client, run_tasks, django_capture_on_commit_callbacks):
    image = make_image("navy", alt_pl="Most")
    edition = make_edition(
        pl={"title": "Mosty", "body": f'<p>a</p><figure><img data-image="{image.pk}" alt="Most"></figure>'}
    )
    former = image.src
    assert former in edition.body

    with django_capture_on_commit_callbacks(execute=True):
        client.post(
            reverse("admin:library_image_change", args=(image.pk,)), upload(picture_bytes(800, 500, "red"), "n.png")
        )
    run_tasks()

    image, edition = Image.objects.get(), Edition.objects.get()
    assert (image.width, image.file_name, image.alt_pl, image.is_made) == (800, "n.png", "Most", True)
    assert image.src in edition.body
    assert former not in edition.body
    assert Client().get(former)["Location"].startswith(f"/media/pictures/{image.digest[:20]}-")
    folders, _files = default_storage.listdir("pictures")
    assert [folder for folder in folders if default_storage.listdir(f"pictures/{folder}")[1]] == [image.digest[:20]]
    assert default_storage.listdir("originals")[1] == [image.digest]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (picture_bytes(colour="navy"), "This is the same file."),
        (picture_bytes(colour="teal"), "in the library already, as “teal.jpg”"),
        (b"%PDF-1.7", "not a JPEG"),
    ],
)
def test_a_replacement_that_cannot_be_taken_changes_nothing(client, content, words):
    image = make_image("navy")
    make_image("teal")

    page = client.post(reverse("admin:library_image_change", args=(image.pk,)), upload(content) | {"alt_pl": "Nowy"})

    assert words in page.content.decode()
    before = image.digest
    image.refresh_from_db()
    assert (image.digest, image.alt_pl) == (before, None)
    assert not FormerFile.objects.exists()


def test_a_document_is_replaced_by_its_own_kind_alone(client):
    document = take_in(SimpleUploadedFile("a.pdf", PDF)).row
    change = reverse("admin:library_document_change", args=(document.pk,))

    refused = client.post(change, {"file": SimpleUploadedFile("b.vtt", VTT)})
    client.post(change, {"file": SimpleUploadedFile("b.pdf", PDF + b"\n%%EOF\n")})

    assert "of the same kind" in refused.content.decode()
    document.refresh_from_db()
    assert document.file_name == "b.pdf"
    assert FormerFile.objects.get().document == document


def send(client, *files, script=True):
    headers = {"Accept": "application/json"} if script else {}
    return client.post(UPLOAD, {"file": list(files)}, headers=headers, follow=not script)


def test_a_script_is_told_what_became_of_its_file(client):
    answer = send(client, SimpleUploadedFile("most.jpg", picture_bytes())).json()

    image = Image.objects.get()
    assert answer["url"] == reverse("admin:library_image_change", args=(image.pk,))
    assert (answer["id"], answer["kind"], answer["name"], answer["known"]) == (image.pk, "image", "most.jpg", False)
    assert answer["thumbnail"] == image.thumbnail
    assert send(client, SimpleUploadedFile("x.jpg", picture_bytes())).json()["known"]
    assert send(client, SimpleUploadedFile("a.pdf", PDF)).json()["kind"] == "document"
    refused = send(client, SimpleUploadedFile("a.svg", b"<svg/>"))
    assert refused.status_code == 400
    assert "SVG" in refused.json()["error"]
    assert send(client).status_code == 400


def test_many_files_come_in_without_a_script(client):
    files = [SimpleUploadedFile(f"{name}.jpg", picture_bytes(colour=name)) for name in ("navy", "teal")]

    page = send(client, *files, SimpleUploadedFile("<b>.svg", b"<svg/>"), script=False).content.decode()

    assert Image.objects.count() == 2
    assert "“navy.jpg” was added." in page
    assert "&lt;b&gt;.svg: SVG drawings" in page


def test_the_renditions_of_what_was_uploaded_are_made_in_the_background(client, run_tasks):
    send(client, SimpleUploadedFile("most.jpg", picture_bytes(1800, 1000)))
    assert not Image.objects.get().is_made

    run_tasks()

    image = Image.objects.get()
    assert image.is_made
    assert default_storage.exists(f"pictures/{image.digest[:20]}/card-50x50-960.avif")


def test_a_moved_focal_point_makes_new_crops(client, run_tasks):
    image = make_image()

    client.post(reverse("admin:library_image_change", args=(image.pk,)), {"focal_x": "0.2", "focal_y": "0.5"})
    run_tasks()

    assert default_storage.exists(f"pictures/{image.digest[:20]}/card-20x50-320.avif")


def test_a_file_says_where_it_is_used(client):
    image = make_image()
    make_edition(pl={"title": "Mosty żywe", "body": f'<p>a</p><figure><img data-image="{image.pk}" alt=""></figure>'})
    make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, banner=image)
    make_article(image=image, pl={"title": "Szkic", "body": "<p>a</p>"})

    page = client.get(reverse("admin:library_image_change", args=(image.pk,))).content.decode()

    for words in ("Mosty żywe (pl)", "Rzeka", "Szkic"):
        assert words in page
    other = make_image("teal")
    assert "Nowhere." in client.get(reverse("admin:library_image_change", args=(other.pk,))).content.decode()


def test_a_picture_that_a_working_copy_s_body_shows_stays(client):
    image = make_image()
    article = make_article(pl={"title": "Szkic", "body": f'<figure><img data-image="{image.pk}" alt=""></figure>'})
    uses.note(article)

    page = client.post(reverse("admin:library_image_delete", args=(image.pk,)), {"post": "yes"}, follow=True)

    assert "so it stays" in page.content.decode()
    assert "Szkic" in page.content.decode()
    article.body_pl = "<p>bez</p>"
    article.save()
    uses.note(article)
    client.post(reverse("admin:library_image_delete", args=(image.pk,)), {"post": "yes"})
    assert not Image.objects.exists()
    assert not default_storage.exists(image.original_path)


@pytest.mark.parametrize(
    ("use", "found"),
    [("public", {"navy.jpg", "gold.jpg"}), ("used", {"teal.jpg", "pink.jpg"}), ("unused", {"red.jpg"})],
)
def test_pictures_are_found_by_use(client, use, found):
    navy, teal, gold, pink, _red = (make_image(colour) for colour in ("navy", "teal", "gold", "pink", "red"))
    make_edition(pl={"title": "Mosty", "body": f'<p>a</p><figure><img data-image="{navy.pk}" alt=""></figure>'})
    make_article(image=teal, pl={"title": "Szkic", "body": "<p>a</p>"})
    make_topic(pl={"title": "Rzeka", "slug": "rzeka"}, banner=gold)
    make_topic(pl={"title": "Dawna", "slug": "dawna"}, banner=pink, visible_until=ALWAYS)

    page = client.get("/admin/library/image/", {"use": use}).content.decode()

    assert set(re.findall(r'grid-name">([^<]+)<', page)) == found


@pytest.mark.parametrize(
    "words", ["ŚWIĘTO", "swieto", "most nocny", "桥", "NAVY.jpg", "Rzeki", "Żółte", "zolte", "rivers"]
)
def test_pictures_are_searched_by_words_and_keywords_of_every_language(client, words):
    image = make_image("navy", alt_pl="Święto na moście, most nocny", caption_zh_hans="桥")
    image.keywords.add(Keyword.objects.create(slug="rivers", name_pl="Żółte rzeki", name_en="Rivers"))
    make_image("teal", alt_pl="Las")

    page = client.get("/admin/library/image/", {"q": words}).content.decode()

    assert re.findall(r'grid-name">([^<]+)<', page) == ["navy.jpg"]


def test_pictures_are_found_by_keyword_and_by_what_they_lack(client):
    image = make_image("navy", alt_pl="Most")
    keyword = Keyword.objects.create(slug="rivers", name_pl="Rzeki")
    image.keywords.add(keyword)
    make_image("teal", alt_en="Forest")

    for query, found in (({"keyword": keyword.pk}, ["navy.jpg"]), ({"undescribed": "pl"}, ["teal.jpg"])):
        page = client.get("/admin/library/image/", query).content.decode()
        assert re.findall(r'grid-name">([^<]+)<', page) == found


@pytest.mark.parametrize("query", [{}, {"q": "most"}, {"use": "public"}])
def test_the_grid_costs_the_same_with_more_pictures(client, query, django_assert_num_queries):
    def costs():
        with CaptureQueriesContext(connection) as queries:
            client.get("/admin/library/image/", query)
        return len(queries)

    image = make_image(alt_pl="Most")
    make_edition(image=image, pl={"title": "Mosty", "body": "<p>a</p>"})
    costs()
    before = costs()
    Image.objects.bulk_create(
        Image(digest=f"{number:064x}", file_name=f"{number}.jpg", words="most", format="JPEG", width=640, height=400)
        for number in range(20)
    )

    assert costs() == before


@pytest.mark.parametrize("name", ["Editors", "Translators"])
def test_who_may_upload(client, name):
    user = make_user("maria")
    user.groups.add(Group.objects.get(name=name))
    client.force_login(user)

    assert send(client, SimpleUploadedFile("a.jpg", picture_bytes())).status_code == (200 if name == "Editors" else 403)
    change = reverse("admin:library_image_change", args=(make_image().pk,))
    page = client.get(change)
    assert page.status_code == 200
    assert ('type="file"' in page.content.decode()) == (name == "Editors")


def test_who_may_add_pictures_alone_uploads_no_documents(client):
    user = make_user("maria")
    user.user_permissions.set(Permission.objects.filter(codename__in=("add_image", "view_image", "change_article")))
    client.force_login(user)

    for address in (UPLOAD, "/admin/articles/article/body/upload/"):
        assert client.post(address, {"file": SimpleUploadedFile("a.pdf", PDF)}).status_code == 403
    assert 'type="file"' not in client.get("/admin/library/image/").text
    assert not Document.objects.exists()


def test_a_picture_in_use_stays(client):
    image = make_image()
    make_topic(pl={"title": "Temat", "slug": "temat"}, banner=image)

    page = client.post(reverse("admin:library_image_delete", args=(image.pk,)), {"post": "yes"}, follow=True)

    assert "so it stays" in page.content.decode()
    assert Image.objects.exists()


def test_a_picture_that_a_body_shows_is_not_deleted(client):
    image = make_image()
    make_edition(pl={"title": "Mosty", "body": f'<p>Most.</p><figure><img src="{image.src}" alt=""></figure>'})
    Article.objects.update(body_pl="")

    page = client.post(reverse("admin:library_image_delete", args=(image.pk,)), {"post": "yes"}, follow=True)

    assert "so it stays" in page.content.decode()
    assert Image.objects.exists()


def test_pictures_are_searched_in_every_language(client):
    make_image("navy", alt_zh_hans="桥")
    make_image("olive", alt_zh_hans="花")

    text = client.get("/admin/library/image/", {"q": "桥"}).content.decode()

    assert "navy.jpg" in text
    assert "olive.jpg" not in text


def test_the_thumbnail_leads_to_the_smallest_rendition(client):
    image = make_image()

    response = client.get(reverse("admin:library_image_thumbnail", args=(image.pk,)))

    assert response.headers["Location"] == image.thumbnail
