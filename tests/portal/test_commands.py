import shutil
import socket
import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from portal.management.commands import demo

ROOT = Path(__file__).resolve().parent.parent.parent
ACCOUNTS = ("admin", "editor", "translator")


@pytest.fixture
def fill(db, monkeypatch, capsys):
    """Run the demo command without its content; return what it prints."""
    monkeypatch.setattr(demo, "call_command", lambda *_arguments, **_options: None)
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)

    def run(**options):
        call_command("demo", **options)
        return capsys.readouterr().out

    return run


def password_in(printed: str, account: str) -> str:
    return next(line.split()[1] for line in printed.splitlines() if line.split()[:1] == [account])


@pytest.mark.parametrize("account", ACCOUNTS)
def test_the_printed_accounts_open_the_admin(client, fill, settings, account):
    printed = fill()

    signed_in = client.post(
        "/admin/login/?next=/admin/", {"username": account, "password": password_in(printed, account)}
    )

    assert signed_in.status_code == 302
    assert client.get("/admin/").status_code == 200
    assert f"{settings.SITE_URL}/admin/" in printed


def test_the_password_is_the_one_asked_for(client, fill, monkeypatch):
    monkeypatch.setenv("DEMO_PASSWORD", "dobre haslo 1")

    fill()

    assert client.login(username="admin", password="dobre haslo 1")


def test_a_later_run_prints_the_password_that_holds_from_then_on(client, fill):
    first, second = fill(), fill()

    assert not client.login(username="editor", password=password_in(first, "editor"))
    assert client.login(username="editor", password=password_in(second, "editor"))


def test_only_the_administrator_may_do_everything(fill, django_user_model):
    fill()

    assert set(django_user_model.objects.filter(is_superuser=True).values_list("username", flat=True)) == {"admin"}
    assert django_user_model.objects.get(username="translator").groups.get().name == "Translators"


def test_a_port_in_use_is_named_before_anything_is_done(fill, django_user_model):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        with pytest.raises(CommandError, match=f"Port {port} is in use"):
            fill(port=port)

    assert not django_user_model.objects.exists()


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "deploy").mkdir()
    shutil.copy(ROOT / "deploy/write-env", tmp_path / "deploy")
    shutil.copy(ROOT / ".env.example", tmp_path)
    return tmp_path


def write_env(folder) -> subprocess.CompletedProcess:
    return subprocess.run([folder / "deploy/write-env"], capture_output=True, text=True, check=False)


def test_an_env_file_has_fresh_secrets_that_only_its_owner_reads(folder):
    write_env(folder)
    first = (folder / ".env").read_text()
    (folder / ".env").unlink()
    write_env(folder)
    second = (folder / ".env").read_text()

    assert stat.S_IMODE((folder / ".env").stat().st_mode) == 0o600
    for name in ("SECRET_KEY", "POSTGRES_PASSWORD"):
        values = {line for text in (first, second) for line in text.splitlines() if line.startswith(f"{name}=")}
        assert len(values) == 2
        assert all(len(value) > len(name) + 60 for value in values)


def test_an_env_file_is_never_overwritten(folder):
    (folder / ".env").write_text("SECRET_KEY=in use\n")

    refused = write_env(folder)

    assert refused.returncode == 1
    assert "is there already" in refused.stderr
    assert (folder / ".env").read_text() == "SECRET_KEY=in use\n"


def test_a_copy_of_a_running_sites_database_is_whole(tmp_path):
    """As docs/operators.md tells it, for SQLite."""
    variables = {"PATH": "/usr/bin:/bin", "PORTAL_DATA": str(tmp_path)}
    subprocess.run([sys.executable, "manage.py", "migrate", "-v0"], cwd=ROOT, env=variables, check=True)
    running = sqlite3.connect(tmp_path / "portal.sqlite3")
    running.execute("INSERT INTO articles_freshness (id, number) VALUES (1, 77)")
    running.commit()

    subprocess.run(
        [sys.executable, "-m", "sqlite3", "portal.sqlite3", "VACUUM INTO 'backup.sqlite3'"], cwd=tmp_path, check=True
    )

    running.close()
    for left in tmp_path.glob("portal.sqlite3*"):
        left.unlink()
    (tmp_path / "backup.sqlite3").rename(tmp_path / "portal.sqlite3")
    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--database", "default"], cwd=ROOT, env=variables, check=False
    )
    assert checked.returncode == 0
    restored = sqlite3.connect(tmp_path / "portal.sqlite3")
    assert restored.execute("SELECT number FROM articles_freshness").fetchall() == [(77,)]
    restored.close()
