from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("library", "0004_image_claimed_at")]

    operations = [
        migrations.AddField(
            "formerfile",
            "is_followed",
            models.BooleanField(default=False, help_text="Published bodies show the new file."),
        ),
        migrations.AddIndex(
            "formerfile",
            models.Index(condition=models.Q(("is_followed", False)), fields=["id"], name="former_file_to_follow"),
        ),
    ]
