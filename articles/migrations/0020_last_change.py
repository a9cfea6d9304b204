from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("articles", "0019_edit_source")]

    operations = [
        migrations.CreateModel(
            name="LastChange",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("kind", models.CharField(max_length=8)),
                ("key", models.BigIntegerField()),
                ("at", models.DateTimeField()),
                ("number", models.IntegerField()),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "key", "at"), name="last_change_once")],
            },
        ),
    ]
