from django.contrib.auth.management import create_permissions
from django.db import migrations

ALL = ("add", "change", "delete", "view")
WORKS_WITH = {
    "Editors": {
        "articles.redirect": ALL,
        "articles.missingaddress": ("delete", "view"),
        "topics.section": ALL,
        "topics.place": ALL,
    },
    "Translators": {"topics.section": ("view",), "topics.place": ("view",)},
}


def give(apps, schema_editor):
    """Let editors work with old addresses and arrange the pages of topics."""
    for label in ("articles", "topics"):
        config = apps.get_app_config(label)
        config.models_module = True  # permissions are made after all migrations otherwise
        create_permissions(config, apps=apps, verbosity=0)
        config.models_module = None
    Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    for name, models in WORKS_WITH.items():
        for group in Group.objects.filter(name=name):
            for model, actions in models.items():
                app, _dot, model_name = model.partition(".")
                names = [f"{action}_{model_name}" for action in actions]
                group.permissions.add(*Permission.objects.filter(content_type__app_label=app, codename__in=names))


class Migration(migrations.Migration):
    dependencies = [("articles", "0014_redirect_chains"), ("topics", "0002_ways_in")]

    operations = [migrations.RunPython(give, migrations.RunPython.noop)]
