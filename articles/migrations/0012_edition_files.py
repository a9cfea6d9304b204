import django.db.models.deletion
from django.db import migrations, models

from articles.guards import install


class Migration(migrations.Migration):
    dependencies = [("articles", "0011_search_index"), ("library", "0004_image_claimed_at")]

    operations = [
        migrations.CreateModel(
            name="EditionFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="files", to="articles.edition"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition_places",
                        to="library.image",
                    ),
                ),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="edition_places",
                        to="library.document",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("edition", "image"), name="edition_image_once"),
                    models.UniqueConstraint(fields=("edition", "document"), name="edition_document_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", False), ("image", None)),
                            models.Q(("document", None), ("image__isnull", False)),
                            _connector="OR",
                        ),
                        name="edition_file_is_one",
                    ),
                ],
            },
        ),
        migrations.RunPython(install, migrations.RunPython.noop),
    ]
