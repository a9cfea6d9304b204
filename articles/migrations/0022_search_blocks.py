from django.db import migrations

from articles.search.index import install_blocks, remove_blocks


class Migration(migrations.Migration):
    dependencies = [("articles", "0021_last_changes")]

    operations = [migrations.RunPython(install_blocks, remove_blocks)]
