import datetime
import django.db.models.deletion
import django.utils.timezone
import languages.names
import taggit.managers
from django.conf import settings
from django.db import migrations, models

from languages.columns import translated


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("library", "0001_initial"),
        ("topics", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Freshness",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("number", models.PositiveBigIntegerField(default=1)),
            ],
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("slug", models.SlugField(allow_unicode=True, max_length=100, unique=True, verbose_name="slug")),
                *translated("name", models.CharField(blank=True, max_length=100, verbose_name="name")),
            ],
            options={
                "verbose_name": "tag",
                "verbose_name_plural": "tags",
                "ordering": ("slug",),
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *translated("title", models.CharField(blank=True, max_length=200, verbose_name="title")),
                *translated(
                    "slug",
                    models.CharField(
                        blank=True,
                        help_text="The last part of the article's address. Left empty, it is made from the title.",
                        max_length=100,
                        verbose_name="address",
                    ),
                ),
                *translated(
                    "lead",
                    models.TextField(
                        blank=True,
                        help_text="One or two sentences, shown in lists and under the title.",
                        max_length=1000,
                        verbose_name="lead",
                    ),
                ),
                *translated("author_line", models.CharField(blank=True, max_length=200, verbose_name="author line")),
                (
                    "source_language",
                    models.CharField(
                        default=languages.names.default_code,
                        help_text="The language in which the article is written first; the others are its translations.",
                        max_length=16,
                        verbose_name="original language",
                    ),
                ),
                (
                    "is_featured",
                    models.BooleanField(
                        default=False,
                        help_text="The newest featured article leads the home page.",
                        verbose_name="featured",
                    ),
                ),
                (
                    "key",
                    models.CharField(
                        blank=True, editable=False, max_length=120, null=True, unique=True, verbose_name="folder name"
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="created")),
                (
                    "updated_at",
                    models.DateTimeField(
                        default=django.utils.timezone.now, editable=False, verbose_name="last changed"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="library.image",
                        verbose_name="lead picture",
                    ),
                ),
                (
                    "topics",
                    models.ManyToManyField(
                        blank=True, related_name="articles", to="topics.topic", verbose_name="topics"
                    ),
                ),
                *translated("body", models.TextField(blank=True, max_length=1000000, verbose_name="body")),
            ],
            options={
                "verbose_name": "article",
                "verbose_name_plural": "articles",
                "ordering": ("-updated_at", "-pk"),
                "permissions": (
                    ("publish_article", "Can publish articles"),
                    ("withdraw_article", "Can withdraw articles"),
                ),
            },
        ),
        migrations.CreateModel(
            name="Edition",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                ("version", models.PositiveIntegerField()),
                ("slug", models.CharField(max_length=100)),
                ("title", models.CharField(max_length=200)),
                ("lead", models.TextField(blank=True)),
                ("author_line", models.CharField(blank=True, max_length=200)),
                ("reading_minutes", models.PositiveIntegerField(default=1)),
                ("image_alt", models.CharField(blank=True, max_length=300)),
                ("image_caption", models.CharField(blank=True, max_length=500)),
                ("image_credit", models.CharField(blank=True, max_length=200)),
                ("is_featured", models.BooleanField(default=False)),
                (
                    "is_original",
                    models.BooleanField(help_text="In the article's original language when it was published."),
                ),
                ("note", models.CharField(blank=True, max_length=500)),
                (
                    "is_minor",
                    models.BooleanField(default=False, help_text="A correction that no translation needs to follow."),
                ),
                ("published_at", models.DateTimeField(help_text="When this language of the article first went live.")),
                ("live_from", models.DateTimeField()),
                (
                    "live_until",
                    models.DateTimeField(default=datetime.datetime(9999, 12, 31, 0, 0, tzinfo=datetime.timezone.utc)),
                ),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="editions", to="articles.article"
                    ),
                ),
                (
                    "image",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to="library.image",
                    ),
                ),
                (
                    "made_from",
                    models.ForeignKey(
                        help_text="The original's edition it follows.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="translations",
                        to="articles.edition",
                    ),
                ),
                (
                    "published_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="editions",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                # The long texts last: SQLite reads a row from its beginning, page after page, up to the column it needs.
                ("contents", models.JSONField(default=list, help_text="The headings: level, anchor, title.")),
                ("body", models.TextField(blank=True, help_text="The body as readers get it.")),
                (
                    "manuscript",
                    models.TextField(blank=True, help_text="The body as written, sanitized: what was rendered."),
                ),
                ("plain_text", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "edition",
                "verbose_name_plural": "editions",
                "ordering": ("article", "language", "version"),
            },
        ),
        migrations.CreateModel(
            name="EditionTopic",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="topic_places", to="articles.edition"
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edition_places", to="topics.topic"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="topics",
            field=models.ManyToManyField(related_name="editions", through="articles.EditionTopic", to="topics.topic"),
        ),
        migrations.CreateModel(
            name="EditionTag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("published_at", models.DateTimeField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tag_places", to="articles.edition"
                    ),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="edition_places", to="articles.tag"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="edition",
            name="tags",
            field=models.ManyToManyField(related_name="editions", through="articles.EditionTag", to="articles.tag"),
        ),
        migrations.CreateModel(
            name="TaggedArticle",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "content_object",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="articles.article"),
                ),
                (
                    "tag",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tagged_articles", to="articles.tag"
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="article",
            name="tags",
            field=taggit.managers.TaggableManager(
                blank=True,
                help_text="A comma-separated list of tags.",
                through="articles.TaggedArticle",
                to="articles.Tag",
                verbose_name="tags",
            ),
        ),
        migrations.CreateModel(
            name="Withdrawal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reason", models.CharField(blank=True, max_length=500, verbose_name="reason")),
                ("at", models.DateTimeField()),
                ("created_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT, related_name="withdrawal", to="articles.edition"
                    ),
                ),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="withdrawals",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "withdrawal",
                "verbose_name_plural": "withdrawals",
            },
        ),
        migrations.CreateModel(
            name="Draft",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("language", models.CharField(max_length=16)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("writing", "writing"),
                            ("in_review", "in review"),
                            ("changes_requested", "changes requested"),
                            ("ready", "ready"),
                        ],
                        default="writing",
                        max_length=20,
                    ),
                ),
                (
                    "has_changes",
                    models.BooleanField(default=False, help_text="The working copy differs from the newest edition."),
                ),
                ("changed_at", models.DateTimeField(default=django.utils.timezone.now)),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="drafts", to="articles.article"
                    ),
                ),
                (
                    "changed_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "holder",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="drafts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "follows",
                    models.ForeignKey(
                        blank=True,
                        help_text="The edition of the original that the next publication follows; empty: the newest.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="drafts",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "verbose_name": "draft",
                "verbose_name_plural": "drafts",
                "constraints": [models.UniqueConstraint(fields=("article", "language"), name="draft_once")],
            },
        ),
        migrations.AddIndex(
            model_name="editiontopic",
            index=models.Index(fields=["topic", "-published_at", "-edition"], name="edition_topic_latest"),
        ),
        migrations.AddConstraint(
            model_name="editiontopic",
            constraint=models.UniqueConstraint(fields=("edition", "topic"), name="edition_topic_once"),
        ),
        migrations.AddIndex(
            model_name="editiontag",
            index=models.Index(fields=["tag", "-published_at", "-edition"], name="edition_tag_latest"),
        ),
        migrations.AddConstraint(
            model_name="editiontag",
            constraint=models.UniqueConstraint(fields=("edition", "tag"), name="edition_tag_once"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["language", "slug"], name="edition_address"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["language", "-published_at", "-id"], name="edition_latest"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["-published_at", "-id"], name="edition_latest_anywhere"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["live_from"], name="edition_live_from"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["live_until"], name="edition_live_until"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["is_featured", "-published_at", "-id"], name="edition_featured"),
        ),
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(fields=["is_minor", "version", "article"], name="edition_renewed"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.UniqueConstraint(fields=("article", "language", "version"), name="edition_version"),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(("live_until__gte", models.F("live_from"))), name="edition_period"
            ),
        ),
        migrations.AddConstraint(
            model_name="edition",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("version__gte", 1), models.Q(("slug", ""), _negated=True), models.Q(("title", ""), _negated=True)
                ),
                name="edition_whole",
            ),
        ),
        migrations.AddConstraint(
            model_name="taggedarticle",
            constraint=models.UniqueConstraint(fields=("content_object", "tag"), name="tagged_article_once"),
        ),
        migrations.AddIndex(
            model_name="article",
            index=models.Index(fields=["-updated_at", "-id"], name="article_desk"),
        ),
    ]
