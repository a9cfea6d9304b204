import django.utils.timezone
from django.db import migrations, models


class Migration(migrations.Migration):
    initial = True

    dependencies = []

    operations = [
        migrations.CreateModel(
            name="ImportedFile",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("path", models.CharField(max_length=400, unique=True)),
                ("digest", models.CharField(max_length=64)),
                ("text_digest", models.CharField(blank=True, max_length=64)),
                ("imported_at", models.DateTimeField(default=django.utils.timezone.now)),
            ],
        ),
    ]
