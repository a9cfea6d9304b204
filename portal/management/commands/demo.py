import os
import secrets
import signal
import socket
import subprocess

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand

from languages.names import site_codes

ACCOUNTS = (
    ("admin", None, "may do everything"),
    ("editor", "Editors", "writes, publishes, withdraws"),
    ("translator", "Translators", "writes"),
)


class Command(BaseCommand):
    help = "Fill the demo site and its accounts, keeping what was changed, and serve it until Ctrl-C."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--port", type=int, help="where to serve; left out: do not")

    def handle(self, *args, **options):
        port = options["port"]
        if port and not is_free(port):
            raise CommandError(f"Port {port} is in use. Choose another one: PORT={port + 1} make demo")
        call_command("migrate", verbosity=0)
        left_out = [f"--language={code}=" for code in ("pl", "en", "zh-hans") if code not in site_codes()]
        call_command("import_content", str(settings.BASE_DIR / "demo"), *left_out)
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        make_accounts(password)
        self.stdout.write(f"\n  The site:   {settings.SITE_URL}/\n  The admin:  {settings.SITE_URL}/admin/\n\n")
        for name, _group, duty in ACCOUNTS:
            self.stdout.write(f"  {name:<11} {password:<16} {duty}\n")
        if port:
            self.stdout.write("\n  Ctrl-C ends it.\n")
            self.stdout.flush()
            serve(port)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        return probe.connect_ex(("127.0.0.1", port)) != 0


def make_accounts(password: str) -> None:
    """Give every demo account the password, and make the accounts that are missing."""
    hashed = make_password(password)
    for name, group, _duty in ACCOUNTS:
        user, _created = User.objects.update_or_create(
            username=name, defaults={"password": hashed, "is_staff": True, "is_active": True, "is_superuser": not group}
        )
        if group:
            user.groups.set([Group.objects.get_or_create(name=group)[0]])


def serve(port: int) -> None:
    """Run the server until a signal ends it.

    The server gets a process group of its own: from a terminal, Ctrl-C reaches every process of a
    group, and granian's workers may hang when it reaches them beside their parent's word.
    """
    command = [settings.BASE_DIR / "deploy" / "serve", "--port", str(port)]
    server = subprocess.Popen(command, process_group=0)  # noqa: S603 (our own script)
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, lambda *_: server.terminate())
    if server.wait():
        raise CommandError("The server ended by itself; the lines above tell why.")
