from django.db import migrations

from articles.body.older import with_keys, with_notes_in_place

OLD = ("/media/pictures/", "#fnref")


def bring_bodies_to_todays_form(apps, schema_editor):
    """Name the pictures of working copies by their keys, and put notes in their places; editions stay."""
    Article, Image = apps.get_model("articles", "Article"), apps.get_model("library", "Image")
    columns = [field.attname for field in Article._meta.concrete_fields if field.attname.startswith("body")]
    keys = {digest[:20]: key for key, digest in Image.objects.values_list("pk", "digest").iterator()}
    for article in Article.objects.only("pk", *columns).iterator(chunk_size=100):
        changed = []
        for column in columns:
            body = getattr(article, column) or ""
            if any(sign in body for sign in OLD):
                setattr(article, column, with_notes_in_place(with_keys(body, keys)))
                changed.append(column)
        if changed:
            article.save(update_fields=changed)


class Migration(migrations.Migration):
    dependencies = [("articles", "0009_rendering_again"), ("library", "0001_initial")]
    operations = [migrations.RunPython(bring_bodies_to_todays_form, migrations.RunPython.noop)]
