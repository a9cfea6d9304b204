import django.db.models.deletion
from django.db import migrations, models

from articles.body.references import keys_in
from languages.columns import localized
from languages.names import site_codes

AT_ONCE = 500


def write_files(apps, schema_editor):
    """Write down to which files the working copies that are there refer."""
    Article, ArticleFile = apps.get_model("articles", "Article"), apps.get_model("articles", "ArticleFile")
    Image, Document = apps.get_model("library", "Image"), apps.get_model("library", "Document")
    images, documents = (set(model.objects.values_list("pk", flat=True)) for model in (Image, Document))
    bodies = [localized("body", code) for code in site_codes()]
    rows = []
    for key, *texts in Article.objects.values_list("pk", *bodies).iterator(AT_ONCE):
        found = keys_in("".join(filter(None, texts)))
        rows += [ArticleFile(article_id=key, image_id=each) for each in sorted(images & found.images)]
        rows += [ArticleFile(article_id=key, document_id=each) for each in sorted(documents & found.documents)]
        if len(rows) >= AT_ONCE:
            ArticleFile.objects.bulk_create(rows)
            rows = []
    ArticleFile.objects.bulk_create(rows)


def protected(name):
    return models.ForeignKey(
        null=True,
        on_delete=django.db.models.deletion.PROTECT,
        related_name="article_places",
        to=f"library.{name}",
    )


class Migration(migrations.Migration):
    dependencies = [("articles", "0015_ways_groups"), ("library", "0005_former_file_followed")]

    operations = [
        migrations.CreateModel(
            name="ArticleFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="articles.article"
                    ),
                ),
                ("image", protected("image")),
                ("document", protected("document")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("article", "image"), name="article_image_once"),
                    models.UniqueConstraint(fields=("article", "document"), name="article_document_once"),
                ],
            },
        ),
        migrations.RunPython(write_files, migrations.RunPython.noop),
    ]
