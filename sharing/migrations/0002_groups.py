from django.contrib.auth.management import create_permissions
from django.db import migrations

PERMISSIONS = ("view_suggestion", "change_suggestion")


def let_editors_in(apps, schema_editor):
    config = apps.get_app_config("sharing")
    config.models_module = True  # permissions are made after all migrations otherwise
    create_permissions(config, apps=apps, verbosity=0)
    config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    editors, _created = Group.objects.get_or_create(name="Editors")
    editors.permissions.add(*Permission.objects.filter(content_type__app_label="sharing", codename__in=PERMISSIONS))


def keep_editors_out(apps, schema_editor):
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for editors in Group.objects.filter(name="Editors"):
        editors.permissions.remove(*Permission.objects.filter(content_type__app_label="sharing"))


class Migration(migrations.Migration):
    dependencies = [("sharing", "0001_initial"), ("articles", "0003_groups")]
    operations = [migrations.RunPython(let_editors_in, keep_editors_out)]
