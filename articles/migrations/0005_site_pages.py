from django.db import migrations, models

from articles.guards import install, remove
from articles.layout import TextsLast


class Migration(migrations.Migration):
    dependencies = [("articles", "0004_withdrawal_latest")]

    operations = [
        migrations.AddField(
            "article", "is_page", models.BooleanField(default=False, editable=False, verbose_name="page of the site")
        ),
        migrations.AddField(
            "article",
            "is_required",
            models.BooleanField(
                default=False,
                help_text="No language of the site opens without this page: its first article is published when the page is live.",
                verbose_name="required in every language",
            ),
        ),
        migrations.RemoveIndex("article", "article_desk"),
        migrations.AddIndex("article", models.Index(fields=["-updated_at", "-id", "is_page"], name="article_desk")),
        migrations.AddIndex(
            "article",
            models.Index(condition=models.Q(is_page=True), fields=["-updated_at", "-id"], name="page_desk"),
        ),
        migrations.CreateModel(
            name="Page",
            fields=[],
            options={
                "verbose_name": "page of the site",
                "verbose_name_plural": "pages of the site",
                "proxy": True,
                "indexes": [],
                "constraints": [],
            },
            bases=("articles.article",),
        ),
        migrations.AddField(
            "edition",
            "is_page",
            models.BooleanField(default=False, help_text="One of the site's own pages: in no list."),
        ),
        TextsLast(),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                condition=models.Q(is_page=False) | models.Q(is_featured=False), name="edition_page_leads_nothing"
            ),
        ),
        migrations.AddIndex(
            "edition",
            models.Index(condition=models.Q(is_page=True), fields=["article", "language"], name="edition_pages"),
        ),
        migrations.RunPython(install, remove),
    ]
