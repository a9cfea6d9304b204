from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0003_searchable_words")]

    operations = [
        migrations.AddField("image", "claimed_at", models.DateTimeField(editable=False, null=True)),
    ]
