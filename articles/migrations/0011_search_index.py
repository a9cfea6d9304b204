import django.db.models.deletion
from django.db import migrations, models

from articles.search.index import install, remove


class Migration(migrations.Migration):
    dependencies = [("articles", "0010_todays_bodies")]

    operations = [
        migrations.CreateModel(
            name="SearchWord",
            fields=[
                (
                    "pk",
                    models.CompositePrimaryKey(
                        "language", "folded", "surface", blank=True, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("language", models.CharField(max_length=16)),
                ("folded", models.CharField(help_text="Without what may be left out in writing.", max_length=64)),
                ("surface", models.CharField(max_length=64)),
                ("texts", models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name="SearchEntry",
            fields=[
                (
                    "place",
                    models.BigIntegerField(
                        help_text="Grows with the first publication: newest is last.",
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("live_from", models.DateTimeField()),
                ("live_until", models.DateTimeField()),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="search_entry",
                        to="articles.edition",
                    ),
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
