"""What the library takes: a large picture to all renditions, the grid at a hundred thousand pictures.

    python -m benchmarks.library [--pictures 100000]

Works in a database of its own: the one of DATABASE_URL, which must be empty, or SQLite in a temporary folder.
"""

import argparse
import io
import os
import subprocess
import sys
import tempfile
from random import Random
from statistics import median
from time import perf_counter

MEGAPIXELS = (6000, 4000)
TIMES = 7
MAKE = """
import resource, sys, time
import django
django.setup()
from library.models import Image
from library.pictures import decode, set_file
from library import renditions
content = open(sys.argv[1], "rb").read()
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
began, cpu = time.perf_counter(), time.process_time()
decoded = decode(content)
image = Image()
set_file(image, content, decoded)
renditions.make_all(image, decoded.pixels)
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(f"{time.perf_counter() - began:.1f} s, {time.process_time() - cpu:.1f} s of processor time,",
      f"{peak // 1024} MB at most, {(peak - before) // 1024} MB of them for this")
"""
PAGES = {
    "grid": {}, "page 1,000": {"p": 1000}, "search, common": {"q": "bridge"}, "search, rare": {"q": "number 77777"},
    "search, Polish": {"q": "święto most"}, "keyword": {"keyword": 1}, "public": {"use": "public"},
    "used": {"use": "used"}, "unused": {"use": "unused"}, "not described": {"undescribed": "en"},
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pictures", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {"PORTAL_DATA": folder, "DJANGO_SETTINGS_MODULE": "benchmarks.settings", "DEBUG": "off"}
        measure_renditions(folder)
        measure_grid(options.pictures)


def measure_renditions(folder: str) -> None:
    from PIL import Image as Pillow  # noqa: PLC0415 after the environment

    noise = Pillow.effect_noise((1500, 1000), 50).resize(MEGAPIXELS)
    picture = Pillow.merge("RGB", (noise, Pillow.linear_gradient("L").resize(MEGAPIXELS), noise.rotate(180)))
    out = io.BytesIO()
    picture.save(out, "JPEG", quality=92)
    path = f"{folder}/large.jpg"
    with open(path, "wb") as file:  # noqa: PTH123 a script
        file.write(out.getvalue())
    print(f"24 million points, {len(out.getvalue()) // 1024} kB, to all renditions: ", end="", flush=True)
    subprocess.run([sys.executable, "-c", MAKE, path], check=True)


def measure_grid(number: int) -> None:
    import django  # noqa: PLC0415 after the environment

    django.setup()
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.core.management import call_command  # noqa: PLC0415
    from django.test import Client  # noqa: PLC0415

    call_command("migrate", verbosity=0)
    fill(number)
    client = Client(HTTP_HOST="127.0.0.1")
    client.force_login(User.objects.create_superuser("measure"))
    print(f"the grid at {number} pictures, ms: ", end="")
    for name, query in PAGES.items():
        took = []
        for _time in range(TIMES):
            began = perf_counter()
            response = client.get("/admin/library/image/", query)
            took.append((perf_counter() - began) * 1000)
            assert response.status_code == 200, (name, response.status_code)  # noqa: S101
        print(f"{name} {median(took):.0f}", end="; ", flush=True)
    print()


def fill(number: int) -> None:
    """Fill the library; half of the pictures are used, a third of those by what is live."""
    from django.contrib.auth.models import User  # noqa: PLC0415
    from django.utils import timezone  # noqa: PLC0415

    from articles.models import Article, Edition, EditionFile  # noqa: PLC0415
    from languages.slugs import folded  # noqa: PLC0415
    from languages.times import FOREVER  # noqa: PLC0415
    from library.models import Image, Keyword  # noqa: PLC0415

    chance, now = Random(7), timezone.now()
    words = ["bridge", "river", "święto", "most", "桥", "garden", "poster", "night", "archive", "music"]
    images = []
    for each in range(number):
        texts = {f"alt_{code}": " ".join(chance.choices(words, k=6)) for code in ("pl", "zh_hans")}
        texts["alt_en"] = " ".join(chance.choices(words, k=6)) if each % 3 else ""
        name = f"number {each}.jpg"
        images.append(
            Image(
                digest=f"{each:064x}", file_name=name, format="JPEG", width=1600, height=1000, is_made=True,
                words=folded("\n".join([name, *texts.values()])), **texts,
            )
        )  # fmt: skip
    Image.objects.bulk_create(images, batch_size=2000)
    keywords = Keyword.objects.bulk_create(Keyword(slug=f"word-{each}", name_en=f"Word {each}") for each in range(50))
    Image.keywords.through.objects.bulk_create(
        (Image.keywords.through(image_id=image.pk, keyword=keywords[image.pk % 50]) for image in images),
        batch_size=5000,
    )
    user = User.objects.create_user("writer")
    articles = Article.objects.bulk_create(
        (Article(title_pl=f"Artykuł {each}") for each in range(number // 4)), batch_size=2000
    )
    editions = Edition.objects.bulk_create(
        (
            Edition(
                article=article, language="pl", version=1, slug=f"a-{article.pk}", title=f"Artykuł {article.pk}",
                body="<p>a</p>", is_original=True, published_at=now, live_from=now, published_by=user,
                live_until=FOREVER if article.pk % 3 == 0 else now,
            )
            for article in articles
        ),
        batch_size=2000,
    )  # fmt: skip
    EditionFile.objects.bulk_create(
        (EditionFile(edition=edition, image=images[place * 2 + more]) for place, edition in enumerate(editions)
         for more in (0, 1)), batch_size=5000,
    )  # fmt: skip


if __name__ == "__main__":
    main()
