import django.core.validators
from django.db import migrations, models

from languages.columns import translated


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="Image",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("digest", models.CharField(editable=False, max_length=64, unique=True, verbose_name="digest")),
                ("file_name", models.CharField(editable=False, max_length=200, verbose_name="file name")),
                ("format", models.CharField(editable=False, max_length=8, verbose_name="format")),
                ("width", models.PositiveIntegerField(editable=False, verbose_name="width")),
                ("height", models.PositiveIntegerField(editable=False, verbose_name="height")),
                (
                    "focal_x",
                    models.FloatField(
                        default=0.5,
                        help_text="0 is the left edge, 1 the right edge. This part stays visible when the picture is cropped.",
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="focal point from the left",
                    ),
                ),
                (
                    "focal_y",
                    models.FloatField(
                        default=0.5,
                        help_text="0 is the top edge, 1 the bottom edge.",
                        validators=[
                            django.core.validators.MinValueValidator(0),
                            django.core.validators.MaxValueValidator(1),
                        ],
                        verbose_name="focal point from the top",
                    ),
                ),
                *translated(
                    "alt",
                    models.CharField(
                        blank=True,
                        help_text="What the picture shows, for those who cannot see it. Empty: the picture is only decoration.",
                        max_length=300,
                        verbose_name="alternative text",
                    ),
                ),
                *translated("caption", models.CharField(blank=True, max_length=500, verbose_name="caption")),
                *translated("credit", models.CharField(blank=True, max_length=200, verbose_name="credit")),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="added")),
            ],
            options={
                "verbose_name": "picture",
                "verbose_name_plural": "pictures",
                "ordering": ("-created_at", "-pk"),
            },
        ),
    ]
