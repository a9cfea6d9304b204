import django.db.models.deletion
from django.db import migrations, models

from languages.columns import translated

LICENCES = [
    ("own", "our own work"),
    ("permitted", "used with permission"),
    ("public-domain", "public domain"),
    ("cc0", "CC0 1.0"),
    ("cc-by", "CC BY 4.0"),
    ("cc-by-sa", "CC BY-SA 4.0"),
    ("cc-by-nd", "CC BY-ND 4.0"),
    ("cc-by-nc", "CC BY-NC 4.0"),
    ("cc-by-nc-sa", "CC BY-NC-SA 4.0"),
    ("cc-by-nc-nd", "CC BY-NC-ND 4.0"),
    ("cc-by-3", "CC BY 3.0"),
    ("cc-by-sa-3", "CC BY-SA 3.0"),
]


def key():
    return ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))


def source():
    return translated(
        "source",
        models.CharField(
            blank=True,
            help_text="Where it comes from: an archive, an agency, an address.",
            max_length=300,
            verbose_name="source",
        ),
    )


def licence():
    return models.CharField(blank=True, choices=LICENCES, max_length=20, verbose_name="licence")


def keywords():
    return models.ManyToManyField(blank=True, related_name="%(class)ss", to="library.keyword", verbose_name="keywords")


class Migration(migrations.Migration):
    dependencies = [("library", "0001_initial")]

    operations = [
        migrations.CreateModel(
            name="Keyword",
            fields=[
                key(),
                ("slug", models.CharField(editable=False, max_length=100, unique=True, verbose_name="key")),
                *translated("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
            ],
            options={"verbose_name": "keyword", "verbose_name_plural": "keywords", "ordering": ("slug",)},
        ),
        *(migrations.AddField("image", name, field) for name, field in source()),
        migrations.AddField("image", "licence", licence()),
        migrations.AddField("image", "keywords", keywords()),
        migrations.AddField("image", "is_transparent", models.BooleanField(default=False, editable=False)),
        migrations.AddField("image", "is_made", models.BooleanField(default=False, editable=False)),
        migrations.AddField(
            "image", "words", models.TextField(blank=True, default="", editable=False), preserve_default=False
        ),
        migrations.AddIndex("image", models.Index(fields=["-created_at", "-id"], name="image_newest")),
        migrations.AddIndex(
            "image",
            models.Index(condition=models.Q(("is_made", False)), fields=["id"], name="image_to_be_made"),
        ),
        migrations.CreateModel(
            name="Document",
            fields=[
                key(),
                ("digest", models.CharField(editable=False, max_length=64, unique=True, verbose_name="digest")),
                ("file_name", models.CharField(editable=False, max_length=200, verbose_name="file name")),
                *translated("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                *source(),
                ("licence", licence()),
                ("words", models.TextField(blank=True, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
                (
                    "kind",
                    models.CharField(
                        choices=[("pdf", "PDF"), ("audio", "audio"), ("video", "video"), ("captions", "captions")],
                        editable=False,
                        max_length=10,
                        verbose_name="kind",
                    ),
                ),
                ("content_type", models.CharField(editable=False, max_length=40, verbose_name="content type")),
                ("extension", models.CharField(editable=False, max_length=5)),
                ("bytes", models.PositiveBigIntegerField(editable=False, verbose_name="size")),
                (
                    "language",
                    models.CharField(
                        blank=True,
                        help_text="In which language it is written or spoken.",
                        max_length=16,
                        verbose_name="language",
                    ),
                ),
                *translated("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                *translated("description", models.TextField(blank=True, max_length=1000, verbose_name="description")),
                ("keywords", keywords()),
                (
                    "captioned",
                    models.ForeignKey(
                        blank=True,
                        help_text="The film or recording that these captions go with.",
                        limit_choices_to={"kind__in": ("audio", "video")},
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="captions",
                        to="library.document",
                        verbose_name="captions of",
                    ),
                ),
            ],
            options={
                "verbose_name": "document",
                "verbose_name_plural": "documents",
                "ordering": ("-created_at", "-pk"),
                "indexes": [models.Index(fields=["-created_at", "-id"], name="document_newest")],
            },
        ),
        migrations.CreateModel(
            name="FormerFile",
            fields=[
                key(),
                ("beginning", models.CharField(max_length=20, unique=True)),
                (
                    "document",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_files",
                        to="library.document",
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="former_files",
                        to="library.image",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("document__isnull", False), ("image", None)),
                            models.Q(("document", None), ("image__isnull", False)),
                            _connector="OR",
                        ),
                        name="former_file_of_one",
                    )
                ],
            },
        ),
    ]
