"""The library in a bucket: the same rules, and nothing that anybody could fetch past the site."""

import boto3
import pytest
from django.conf import settings as django_settings
from django.core.files.storage import default_storage
from django.test import Client
from moto.server import ThreadedMotoServer

from articles.publishing import publish, withdraw
from library.models import Image
from library.pictures import accept_picture, make_renditions
from library.replacing import replace_picture
from library.uploads import take_in
from portal import environment
from tests.factories import make_article, make_user, picture_bytes
from tests.library.test_documents import PDF, uploaded

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def service():
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    yield f"{host}:{port}"
    server.stop()


@pytest.fixture(autouse=True)
def bucket(settings, service, request):
    url = f"s3://key:se%2Fcret@{service}/pictures?region=eu-central-1&tls=off&prefix={request.node.name[:20]}"
    client = boto3.client(
        "s3", endpoint_url=f"http://{service}", region_name="eu-central-1", aws_access_key_id="key",
        aws_secret_access_key="se/cret",
    )  # fmt: skip
    client.create_bucket(Bucket="pictures", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    settings.STORAGES = {**django_settings.STORAGES, "default": environment.storage(url)}
    yield client
    for entry in client.list_objects_v2(Bucket="pictures").get("Contents", ()):
        client.delete_object(Bucket="pictures", Key=entry["Key"])
    client.delete_bucket(Bucket="pictures")


def test_a_picture_is_public_while_its_edition_is_live():
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")
    make_renditions(image)
    avif = image.src.replace(".jpg", ".avif")
    article = make_article(image=image, pl={"title": "Mosty", "body": "<p>a</p>"})
    assert Client().get(avif).status_code == 404

    publish(article=article, language="pl", by=make_user())

    response = Client().get(avif)
    assert response["Content-Type"] == "image/avif"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    assert b"ftypavif" in response.getvalue()[:40]

    withdraw(article=article, language="pl", by=make_user())
    assert Client().get(avif).status_code == 404


def test_what_is_not_made_yet_is_stood_in_for():
    image = accept_picture(picture_bytes(1800, 900), "most.jpg")
    publish(article=make_article(image=image, pl={"title": "M", "body": "<p>a</p>"}), language="pl", by=make_user())

    response = Client().get(image.src)

    assert response["Content-Type"] == "image/jpeg"
    assert response["Cache-Control"] == "public, max-age=60"
    assert response.getvalue()[:2] == b"\xff\xd8"


def test_documents_are_streamed_in_parts():
    document = take_in(uploaded(PDF)).row
    body = f'<p>a</p><figure data-document="{document.pk}"></figure>'
    assert Client().get(document.url).status_code == 404
    publish(article=make_article(pl={"title": "M", "body": body}), language="pl", by=make_user())

    assert Client().get(document.url).getvalue() == PDF
    part = Client().get(document.url, headers={"Range": "bytes=5-8"})
    assert (part.status_code, part.getvalue()) == (206, PDF[5:9])

    default_storage.delete(document.path)
    assert Client().get(document.url).status_code == 404


def test_a_replaced_file_is_gone_from_the_bucket(bucket, django_capture_on_commit_callbacks):
    image = accept_picture(picture_bytes(), "a.jpg")
    former = image.digest

    with django_capture_on_commit_callbacks(execute=True):
        replace_picture(image, uploaded(picture_bytes(colour="red")))

    assert Image.objects.get().digest != former
    names = [entry["Key"] for entry in bucket.list_objects_v2(Bucket="pictures")["Contents"]]
    assert names
    assert not [name for name in names if former[:20] in name]


def test_no_object_is_public(bucket):
    accept_picture(picture_bytes(), "a.jpg")

    for entry in bucket.list_objects_v2(Bucket="pictures")["Contents"]:
        grants = bucket.get_object_acl(Bucket="pictures", Key=entry["Key"])["Grants"]
        assert not [grant for grant in grants if grant["Grantee"]["Type"] == "Group"]


def test_the_site_never_sends_readers_to_the_bucket():
    image = accept_picture(picture_bytes(), "a.jpg")

    addresses = [image.src, image.share, image.thumbnail, *image.whole.avif_srcset.split(", ")]

    assert all(address.startswith("/media/") for address in addresses)
