import re
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parent.parent.parent
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
SERVICES = COMPOSE["services"]
DOCKERFILE = (ROOT / "Dockerfile").read_text()


@pytest.mark.parametrize("name", ["web", "worker", "database", "cache"])
def test_every_lasting_service_tells_its_health_and_comes_back(name):
    assert SERVICES[name]["healthcheck"]["test"]
    assert SERVICES[name]["restart"] == "unless-stopped"


def test_tables_are_made_once_before_the_site_starts():
    assert SERVICES["web"]["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}
    assert SERVICES["migrate"]["depends_on"]["database"] == {"condition": "service_healthy"}
    assert SERVICES["migrate"]["restart"] == "no"


@pytest.mark.parametrize("other", ["migrate", "worker"])
def test_the_site_s_services_have_the_same_image_settings_and_data(other):
    shared = ("image", "build", "env_file", "environment", "volumes")

    assert [SERVICES["web"][name] for name in shared] == [SERVICES[other][name] for name in shared]


def test_the_queue_is_run_by_its_own_service_alone():
    assert SERVICES["web"]["environment"]["PORTAL_QUEUE_IN_SERVER"] == "off"
    assert SERVICES["worker"]["command"] == ["python", "manage.py", "worker"]


def test_the_site_is_open_to_this_machine_alone():
    published = [port for service in SERVICES.values() for port in service.get("ports", ())]

    assert len(published) == 1
    assert published[0].startswith("127.0.0.1:")


def test_what_must_last_lies_in_volumes():
    volumes = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", ())}

    assert volumes == set(COMPOSE["volumes"]) == {"data", "database"}


def test_no_secret_is_written_into_the_files():
    assert re.findall(r"PASSWORD[^\n]*[:=] *[^\s$][^\n]*", DOCKERFILE) == []
    assert SERVICES["database"]["environment"]["POSTGRES_PASSWORD"].startswith("${POSTGRES_PASSWORD:?")


def test_the_image_does_not_run_as_root():
    assert re.search(r"^USER 10001$", DOCKERFILE.rpartition("FROM ")[2], re.MULTILINE)


def test_the_image_takes_every_part_of_the_program_and_nothing_else():
    lines = (ROOT / ".dockerignore").read_text().splitlines()
    taken = {line.removeprefix("!") for line in lines if line.startswith("!")}

    assert lines[0] == "*"
    assert {"manage.py", "pyproject.toml", "uv.lock", "deploy", "static", "templates", "locale"} <= taken
    assert {path.parent.name for path in ROOT.glob("*/apps.py")} <= taken
    assert [name for name in taken if not (ROOT / name).exists()] == []
