from django.db import migrations

from articles.reach import rebuild


def write(apps, schema_editor):
    rebuild(*(apps.get_model("articles", name) for name in ("Edition", "Reach", "MonthCount")))


class Migration(migrations.Migration):
    dependencies = [("articles", "0007_ways_in")]
    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
