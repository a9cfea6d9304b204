from django.db import migrations

from articles.lastmod import rebuild


def write(apps, schema_editor):
    rebuild(*(apps.get_model("articles", name) for name in ("Edition", "Reach", "LastChange")))


class Migration(migrations.Migration):
    dependencies = [("articles", "0020_last_change")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
