from django.db import migrations

from languages.columns import localized
from languages.names import site_codes
from languages.slugs import folded


def write_words(apps, schema_editor):
    """Write what the search reads for the pictures that are there."""
    Image = apps.get_model("library", "Image")
    columns = ["file_name", *(localized(name, code) for name in ("alt", "caption", "credit") for code in site_codes())]
    batch = []
    for image in Image.objects.only("pk", *columns).iterator(chunk_size=1000):
        image.words = folded("\n".join(filter(None, (getattr(image, column) for column in columns))))
        batch.append(image)
        if len(batch) == 1000:
            Image.objects.bulk_update(batch, ["words"])
            batch = []
    Image.objects.bulk_update(batch, ["words"])


class Migration(migrations.Migration):
    dependencies = [("library", "0002_documents_and_keywords")]
    operations = [migrations.RunPython(write_words, migrations.RunPython.noop)]
