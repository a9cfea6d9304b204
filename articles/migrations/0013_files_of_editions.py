from django.db import migrations

from articles.body.references import keys_in

AT_ONCE = 500


def write_files(apps, schema_editor):
    """Write down which files the editions that are there show."""
    Edition, EditionFile = apps.get_model("articles", "Edition"), apps.get_model("articles", "EditionFile")
    Image, Document = apps.get_model("library", "Image"), apps.get_model("library", "Document")
    by_beginning = {digest[:20]: key for key, digest in Image.objects.values_list("pk", "digest").iterator()}
    images = set(by_beginning.values())
    documents = set(Document.objects.values_list("pk", flat=True))
    rows = []
    for key, lead, manuscript in Edition.objects.values_list("pk", "image_id", "manuscript").iterator(AT_ONCE):
        found = keys_in(manuscript)
        shown = found.images | {by_beginning.get(digest) for digest in found.digests} | {lead}
        rows += [EditionFile(edition_id=key, image_id=image) for image in sorted(images & shown)]
        rows += [EditionFile(edition_id=key, document_id=each) for each in sorted(documents & found.documents)]
        if len(rows) >= AT_ONCE:
            EditionFile.objects.bulk_create(rows)
            rows = []
    EditionFile.objects.bulk_create(rows)


class Migration(migrations.Migration):
    dependencies = [("articles", "0012_edition_files")]
    operations = [migrations.RunPython(write_files, migrations.RunPython.noop)]
