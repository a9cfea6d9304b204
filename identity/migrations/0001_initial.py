import django.db.models.deletion
import identity.colours
from django.db import migrations, models

from languages.columns import translated


class Migration(migrations.Migration):
    initial = True

    dependencies = [
        ("articles", "0006_page_groups"),
        ("library", "0001_initial"),
        ("topics", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="Identity",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                *translated(
                    "name",
                    models.CharField(
                        blank=True,
                        help_text="The institution's name, at the head of every page and in search results.",
                        max_length=100,
                        verbose_name="name",
                    ),
                ),
                *translated(
                    "foot",
                    models.TextField(
                        blank=True,
                        help_text="Shown at the foot of every page: an address, opening hours, who pays. Each line stands by itself.",
                        max_length=1000,
                        verbose_name="foot lines",
                    ),
                ),
                (
                    "accent",
                    models.CharField(
                        default="#9b1c31",
                        help_text="Links and grounds, in the light scheme.",
                        max_length=7,
                        validators=[identity.colours.validate_colour],
                        verbose_name="colour",
                    ),
                ),
                (
                    "accent_dark",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is made from the other one.",
                        max_length=7,
                        validators=[identity.colours.validate_colour],
                        verbose_name="colour in the dark scheme",
                    ),
                ),
                (
                    "emblem",
                    models.ForeignKey(
                        blank=True,
                        help_text="Stands beside the name, 48 points high. A picture without ground is best.",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="identities",
                        to="library.image",
                        verbose_name="emblem",
                    ),
                ),
            ],
            options={
                "verbose_name": "name, emblem and colours",
                "verbose_name_plural": "name, emblem and colours",
                "constraints": [models.CheckConstraint(condition=models.Q(("pk", 1)), name="identity_alone")],
            },
        ),
        migrations.CreateModel(
            name="MenuItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "menu",
                    models.CharField(
                        choices=[("navigation", "navigation"), ("footer", "foot of the page")],
                        default="navigation",
                        max_length=12,
                        verbose_name="menu",
                    ),
                ),
                (
                    "position",
                    models.PositiveIntegerField(
                        default=0, help_text="The smallest stands first.", verbose_name="position"
                    ),
                ),
                *translated(
                    "title",
                    models.CharField(
                        blank=True,
                        help_text="Left empty, it is the title of what the link leads to.",
                        max_length=80,
                        verbose_name="title",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=12, verbose_name="list")),
                (
                    "address",
                    models.CharField(
                        blank=True,
                        help_text="Of another site, beginning with https://, or of a page here, beginning with /.",
                        max_length=500,
                        verbose_name="address",
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        blank=True,
                        limit_choices_to={"is_page": True},
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="menu_items",
                        to="articles.article",
                        verbose_name="page of the site",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="menu_items",
                        to="topics.topic",
                        verbose_name="topic",
                    ),
                ),
            ],
            options={
                "verbose_name": "menu item",
                "verbose_name_plural": "menu items",
                "ordering": ("menu", "position", "pk"),
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("address", ""), ("page__isnull", False), ("place", ""), ("topic", None)),
                            models.Q(("address", ""), ("page", None), ("place", ""), ("topic__isnull", False)),
                            models.Q(
                                ("address", ""), ("page", None), ("topic", None), models.Q(("place", ""), _negated=True)
                            ),
                            models.Q(
                                ("page", None), ("place", ""), ("topic", None), models.Q(("address", ""), _negated=True)
                            ),
                            _connector="OR",
                        ),
                        name="menu_item_leads_to_one",
                        violation_error_message="Choose one thing that the item leads to: a page, a topic, a list or an address.",
                    )
                ],
            },
        ),
    ]
