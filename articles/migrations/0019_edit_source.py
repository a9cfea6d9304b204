from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("articles", "0018_hub_notice")]
    operations = [
        migrations.AlterModelOptions(
            name="article",
            options={
                "ordering": ("-updated_at", "-pk"),
                "permissions": (
                    ("publish_article", "Can publish articles"),
                    ("withdraw_article", "Can withdraw articles"),
                    ("edit_source_article", "Can edit the source of bodies"),
                ),
                "verbose_name": "article",
                "verbose_name_plural": "articles",
            },
        ),
    ]
