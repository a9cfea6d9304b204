import datetime
import django.db.models.deletion
from django.db import migrations, models

from languages.columns import translated


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("library", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *translated("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                *translated(
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the topic's address. Left empty, it is made from the title.",
                        max_length=100,
                        verbose_name="address",
                    ),
                ),
                *translated("introduction", models.TextField(blank=True, max_length=2000, verbose_name="introduction")),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=100, help_text="Topics are shown in this order.", verbose_name="position"
                    ),
                ),
                (
                    "visible_from",
                    models.DateTimeField(
                        default=datetime.datetime(1000, 1, 1, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="visible from",
                    ),
                ),
                (
                    "visible_until",
                    models.DateTimeField(
                        default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc),
                        verbose_name="visible until",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, unique=True, verbose_name="folder name"
                    ),
                ),
                (
                    "banner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="topics",
                        to="library.image",
                        verbose_name="banner",
                    ),
                ),
            ],
            options={
                "verbose_name": "topic",
                "verbose_name_plural": "topics",
                "ordering": ("position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("visible_until__gte", models.F("visible_from"))), name="topic_period"
                    )
                ],
            },
        ),
    ]
