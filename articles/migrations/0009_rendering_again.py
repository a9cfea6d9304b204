import django.db.models.deletion
from django.db import migrations, models

from articles.guards import install, remove


class Migration(migrations.Migration):
    dependencies = [("articles", "0008_reach")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, install),  # going back, once the table is gone
        migrations.CreateModel(
            name="RenderingAgain",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "edition",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="articles.edition"
                    ),
                ),
            ],
        ),
        migrations.RunPython(install, remove),
    ]
