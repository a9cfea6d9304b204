from django.contrib.auth.management import create_permissions
from django.db import migrations

WORKS_WITH = {
    "Editors": tuple(
        f"{action}_{model}" for model in ("document", "keyword") for action in ("add", "change", "delete", "view")
    ),
    "Translators": ("view_document", "view_keyword"),
}


def add_permissions(apps, schema_editor):
    config = apps.get_app_config("library")
    config.models_module = True  # permissions are made after all migrations otherwise
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    for group, permission in _pairs(apps):
        group.permissions.add(permission)


def remove_permissions(apps, schema_editor):
    for group, permission in _pairs(apps):
        group.permissions.remove(permission)


def _pairs(apps):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for group in Group.objects.filter(name__in=WORKS_WITH):
        for codename in WORKS_WITH[group.name]:
            yield group, Permission.objects.get(content_type__app_label="library", codename=codename)


class Migration(migrations.Migration):
    dependencies = [("articles", "0016_files_of_working_copies")]
    operations = [migrations.RunPython(add_permissions, remove_permissions)]
