from django.contrib.auth.management import create_permissions
from django.db import migrations

WORKS_WITH = {"Editors": ("add", "change", "delete", "view"), "Translators": ("view", "change")}


def give(apps, schema_editor):
    """Let the groups work with the site's own pages as they do with articles."""
    config = apps.get_app_config("articles")
    config.models_module = True  # permissions are made after all migrations otherwise
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, actions in WORKS_WITH.items():
        for group in Group.objects.filter(name=name):
            names = [f"{action}_page" for action in actions]
            group.permissions.add(*Permission.objects.filter(content_type__app_label="articles", codename__in=names))


class Migration(migrations.Migration):
    dependencies = [("articles", "0005_site_pages")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
