import django.db.models.deletion
from django.db import migrations, models

from languages.columns import translated


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0003_groups"),
        ("topics", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Section",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *translated("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="sections", to="topics.topic"
                    ),
                ),
            ],
            options={
                "verbose_name": "section",
                "verbose_name_plural": "sections",
                "ordering": ("position", "pk"),
            },
        ),
        migrations.CreateModel(
            name="Place",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("position", models.PositiveSmallIntegerField(default=1, verbose_name="position")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="places", to="topics.topic"
                    ),
                ),
                (
                    "section",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="places",
                        to="topics.section",
                        verbose_name="section",
                    ),
                ),
            ],
            options={
                "verbose_name": "placed article",
                "verbose_name_plural": "placed articles",
                "ordering": ("position", "pk"),
                "constraints": [models.UniqueConstraint(fields=("topic", "article"), name="topic_place_once")],
            },
        ),
    ]
