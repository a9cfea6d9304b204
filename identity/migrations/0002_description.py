from django.db import migrations, models

from languages.columns import translated


class Migration(migrations.Migration):
    dependencies = [("identity", "0001_initial")]

    operations = [
        migrations.AddField("identity", name, field)
        for name, field in translated(
            "description",
            models.TextField(
                blank=True,
                help_text="One or two sentences that search engines show under the name of the site.",
                max_length=300,
                verbose_name="description",
            ),
        )
    ]
