from django.contrib.auth.management import create_permissions
from django.db import migrations

WORKS_WITH = {
    "Editors": (
        *(f"articles.{action}_article" for action in ("add", "change", "delete", "view", "publish", "withdraw")),
        *(f"articles.{action}_tag" for action in ("add", "change", "delete", "view")),
        *(f"topics.{action}_topic" for action in ("add", "change", "delete", "view")),
        *(f"library.{action}_image" for action in ("add", "change", "delete", "view")),
    ),
    "Translators": (
        "articles.view_article",
        "articles.change_article",
        "articles.view_tag",
        "topics.view_topic",
        "library.view_image",
    ),
}


def make_groups(apps, schema_editor):
    for label in ("articles", "library", "topics"):
        config = apps.get_app_config(label)
        config.models_module = True  # permissions are made after all migrations otherwise
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, permissions in WORKS_WITH.items():
        group, _created = Group.objects.get_or_create(name=name)
        for permission in permissions:
            app, codename = permission.split(".")
            group.permissions.add(Permission.objects.get(content_type__app_label=app, codename=codename))


def remove_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=WORKS_WITH).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0002_edition_guards"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("library", "0001_initial"),
        ("topics", "0001_initial"),
    ]
    operations = [migrations.RunPython(make_groups, remove_groups)]
