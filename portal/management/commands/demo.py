import os
import secrets

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.core.management.base import BaseCommand

ACCOUNTS = (
    ("admin", None, "administrator"),
    ("editor", "Editors", "writes, publishes, withdraws"),
    ("translator", "Translators", "writes; does not publish"),
)


class Command(BaseCommand):
    help = "Set up the demo site: tables, content, accounts. What was changed since the last time stays."

    def handle(self, *args, **options):
        call_command("migrate", verbosity=0)
        call_command("import_content", settings.BASE_DIR / "demo")
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        for name, group, _duty in ACCOUNTS:
            user, _created = User.objects.get_or_create(username=name)
            user.is_staff, user.is_superuser = True, group is None
            user.set_password(password)
            user.save()
            user.groups.set(Group.objects.filter(name=group))
        self.stdout.write(f"\n  Site   {settings.SITE_URL}/\n  Admin  {settings.SITE_URL}/admin/\n")
        for name, _group, duty in ACCOUNTS:
            self.stdout.write(f"  {name:<11} {password:<16} {duty}")
        self.stdout.write("\n  Ctrl-C ends it.\n")
