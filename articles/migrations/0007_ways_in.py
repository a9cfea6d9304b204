import django.db.models.deletion
import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0006_page_groups"),
        ("topics", "0001_initial"),
    ]

    operations = [
        migrations.AddField(
            model_name="article",
            name="related",
            field=models.ManyToManyField(
                blank=True,
                help_text="Readers find them under the article. Free places go to the newest that share its tags and topics.",
                related_name="+",
                to="articles.article",
                verbose_name="related articles",
            ),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="keeps_text",
            field=models.BooleanField(
                default=False,
                help_text="Under a notice with date and reason, at its address alone: in no list, feed, sitemap or search.",
                verbose_name="Readers may go on reading the text",
            ),
        ),
        migrations.CreateModel(
            name="FormerTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True)),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="former_addresses", to="articles.tag"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MissingAddress",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=200, unique=True, verbose_name="address")),
                ("count", models.PositiveBigIntegerField(default=0, verbose_name="times")),
                ("first_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="first time")),
                ("last_at", models.DateTimeField(default=django.utils.timezone.now, verbose_name="last time")),
            ],
            options={
                "verbose_name": "address not found",
                "verbose_name_plural": "addresses not found",
                "ordering": ("-count", "path"),
                "indexes": [models.Index(fields=["count", "last_at"], name="missing_address_rank")],
            },
        ),
        migrations.CreateModel(
            name="MonthCount",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("month", models.DateField(help_text="The month's first day, in the site's time zone.")),
                ("languages", models.CharField(max_length=400)),
                ("language", models.CharField(max_length=16)),
                ("at", models.DateTimeField()),
                ("number", models.IntegerField()),
            ],
            options={
                "indexes": [models.Index(fields=["at"], name="month_count_at")],
                "constraints": [
                    models.UniqueConstraint(fields=("month", "languages", "language", "at"), name="month_count_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="EditionRelated",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="related_places",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("edition", "article"), name="edition_related_once")],
            },
        ),
        migrations.CreateModel(
            name="Reach",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("languages", models.CharField(max_length=400)),
                ("language", models.CharField(max_length=16)),
                ("published_at", models.DateTimeField()),
                ("begins", models.DateTimeField()),
                ("ends", models.DateTimeField()),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.article"
                    ),
                ),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="reach", to="articles.edition"
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["languages", "language", "-published_at", "-edition"], name="reach_latest")
                ],
            },
        ),
        migrations.CreateModel(
            name="Redirect",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("old", models.CharField(max_length=500, unique=True, verbose_name="old address")),
                ("language", models.CharField(blank=True, max_length=16, verbose_name="language")),
                ("target", models.CharField(blank=True, max_length=500, verbose_name="new address")),
                ("hits", models.PositiveBigIntegerField(default=0, editable=False, verbose_name="hits")),
                ("last_hit_at", models.DateTimeField(editable=False, null=True, verbose_name="last hit")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="articles.article",
                        verbose_name="article",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "redirect",
                "verbose_name_plural": "redirects",
                "ordering": ("old",),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("article__isnull", False), ("target", ""), ("topic__isnull", True)),
                            models.Q(("article__isnull", True), ("target", ""), ("topic__isnull", False)),
                            models.Q(
                                ("article__isnull", True),
                                ("topic__isnull", True),
                                models.Q(("target", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="redirect_leads_to_one_place",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("target", models.F("old")), _negated=True), name="redirect_leads_away"
                    ),
                ],
            },
        ),
    ]
