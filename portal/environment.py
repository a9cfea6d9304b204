"""Read settings from the environment; a missing or wrong one stops the start with a sentence that names it."""

import os
from contextlib import suppress
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key

MAIL_PORTS = {"smtp": 25, "submission": 587, "smtps": 465}


def text(name: str, default: str | None = None) -> str:
    """Return the variable, or what the file named by ``<name>_FILE`` holds, or the default.

    Raises ImproperlyConfigured where there is none of the three.
    """
    if value := os.environ.get(name):
        return value
    if path := os.environ.get(f"{name}_FILE"):
        try:
            return Path(path).read_text().strip()
        except OSError as error:
            raise ImproperlyConfigured(f"{name}_FILE: {path} cannot be read: {error.strerror}.") from error
    if default is None:
        raise ImproperlyConfigured(f"{name} is not set: give it a value, or name a file in {name}_FILE.")
    return default


def folder(name: str, default: str) -> Path:
    """Return the folder that the variable names, made where it is missing; it must take files."""
    path = Path(text(name, default)).resolve()
    try:
        path.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"{name}: the folder {path} cannot be made: {error.strerror}.") from error
    if not os.access(path, os.W_OK | os.X_OK):
        raise ImproperlyConfigured(f"{name}: nothing can be written into the folder {path}.")
    return path


def secret_key(data: Path) -> str:
    """Return SECRET_KEY, or the key kept in the data folder, which is made there the first time.

    A site in one folder needs no configuration then; a site of several machines sets SECRET_KEY.
    """
    if os.environ.get("SECRET_KEY") or os.environ.get("SECRET_KEY_FILE"):
        return text("SECRET_KEY")
    path = data / "secret_key"
    try:
        if not path.exists():
            fresh = data / f"secret_key.{os.getpid()}"
            fresh.touch(mode=0o600)
            fresh.write_text(get_random_secret_key())
            with suppress(FileExistsError):  # another process that starts at the same moment was first
                path.hardlink_to(fresh)
            fresh.unlink()
        return path.read_text()
    except OSError as error:
        raise ImproperlyConfigured(
            f"SECRET_KEY is not set, and {path} cannot be kept: {error.strerror}. Set SECRET_KEY or PORTAL_DATA."
        ) from error


def flag(name: str, default: bool) -> bool:
    """Return True for 1, true, yes, on and False for 0, false, no, off, in any case."""
    value = text(name, "on" if default else "off").lower()
    if value in ("1", "true", "yes", "on"):
        return True
    if value in ("0", "false", "no", "off"):
        return False
    raise ImproperlyConfigured(f"{name} is {value!r}: use on or off.")


def names(name: str, default: str) -> list[str]:
    """Return the comma-separated values, without blanks."""
    return [value.strip() for value in text(name, default).split(",") if value.strip()]


def number(name: str, default: int) -> int:
    """Return a whole number from 1 on."""
    value = text(name, str(default))
    if not value.isascii() or not value.isdecimal() or int(value) < 1:
        raise ImproperlyConfigured(f"{name} is {value!r}: use a whole number from 1 on.")
    return int(value)


def hour_and_day(name: str, default: str) -> tuple[int, int]:
    """Return how many are allowed in an hour and in a day."""
    values = names(name, default)
    if len(values) != 2 or not all(value.isascii() and value.isdecimal() for value in values):
        raise ImproperlyConfigured(f"{name}: use two numbers, for an hour and for a day, such as {default}.")
    return int(values[0]), int(values[1])


def site_url(name: str, default: str) -> str:
    """Return where readers find the site: scheme and host, without a path."""
    url = text(name, default).rstrip("/")
    parts = _parts(name, url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise ImproperlyConfigured(f"{name} is {url!r}: use https://host, as readers see it, without a path.")
    return url


def hub(name: str, default: str) -> str:
    """Return the address of a WebSub hub, or nothing."""
    url = text(name, default)
    parts = _parts(name, url)
    if url and (parts.scheme not in ("http", "https") or not parts.hostname or set(url) & set('<>" ')):
        raise ImproperlyConfigured(f"{name} is {url!r}: use the hub's https://… address, or nothing.")
    return url


def contact(name: str, default: str) -> str:
    """Return an address at which somebody can be reached, as RFC 9116 wants it, or nothing."""
    value = text(name, default)
    if value and (_parts(name, value).scheme not in ("mailto", "https", "tel") or set(value) & set("\r\n ")):
        raise ImproperlyConfigured(f"{name} is {value!r}: use mailto:security@example.org or https://….")
    return value


def time_zone(name: str, default: str) -> str:
    """Return the name of a time zone that this machine knows."""
    value = text(name, default)
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ImproperlyConfigured(f"{name} is {value!r}: use a name such as Europe/Warsaw.") from error
    return value


def _parts(name: str, url: str) -> SplitResult:
    """Return the parts of an address; what cannot be read is not repeated, because it may hold a password."""
    try:
        parts = urlsplit(url)
        _port = parts.port  # a password with a slash in it ends up here
    except ValueError:
        raise ImproperlyConfigured(
            f"{name} cannot be read. In a name or password write / as %2F, ? as %3F, # as %23, @ as %40, [ as %5B."
        ) from None
    return parts


def database(url: str) -> dict:
    """Return Django's database settings for ``sqlite:///path`` or ``postgres://user:password@host:port/name``.

    A PostgreSQL host may stand in the query (``?host=/run/postgresql``) for a local socket.
    """
    parts = _parts("DATABASE_URL", url)
    name = unquote(parts.path[1:])
    if parts.scheme in ("sqlite", "postgres", "postgresql") and not name:
        raise ImproperlyConfigured("DATABASE_URL names no database: use sqlite:///path or postgres://host/name.")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "TEST": {"NAME": f"{name}.test"},
            "CONN_MAX_AGE": None,  # opening the file takes longer than most queries
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 20,
                # The file is read through memory, 256 MB of it: without, each of its pages is a call.
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA mmap_size=268435456;",
            },
        }
    if parts.scheme in ("postgres", "postgresql"):
        options = {"connect_timeout": "5"} | dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": name,
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": options.pop("host", parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            "OPTIONS": options,
        }
    raise ImproperlyConfigured(f"DATABASE_URL begins with {parts.scheme!r}: use sqlite:/// or postgres://.")


def storage(url: str) -> dict:
    """Return Django's storage settings for ``folder://`` or ``s3://key:secret@host:port/bucket?region=…``.

    Without a host the service is Amazon's; without a key, the machine's own rights count. ``tls=off``
    speaks plain HTTP, ``prefix=…`` leaves the rest of the bucket to others.
    """
    parts = _parts("STORAGE_URL", url)
    if parts.scheme == "folder":
        return {"BACKEND": "library.storages.FolderStorage"}
    if parts.scheme != "s3":
        raise ImproperlyConfigured(f"STORAGE_URL begins with {parts.scheme!r}: use folder:// or s3://.")
    options = dict(parse_qsl(parts.query))
    bucket = unquote(parts.path.strip("/"))
    if not bucket or "/" in bucket:
        raise ImproperlyConfigured("STORAGE_URL names no bucket: use s3://key:secret@host/bucket.")
    if unknown := options.keys() - {"region", "tls", "prefix"}:
        raise ImproperlyConfigured(f"STORAGE_URL: {', '.join(sorted(unknown))} means nothing here.")
    host = parts.netloc.rpartition("@")[2]
    own = {
        "endpoint_url": host and f"{'http' if options.get('tls') == 'off' else 'https'}://{host}",
        "addressing_style": host and "path",
        "region_name": options.get("region"),
        "access_key": parts.username and unquote(parts.username),
        "secret_key": parts.password and unquote(parts.password),
    }
    return {
        "BACKEND": "library.bucket.BucketStorage",
        "OPTIONS": {
            "bucket_name": bucket,
            "location": options.get("prefix", ""),
            "signature_version": "s3v4",
            **{name: value for name, value in own.items() if value},
        },
    }


def cache(url: str) -> dict:
    """Return Django's cache settings for ``locmem://`` or ``redis://host:port/number``."""
    scheme = _parts("CACHE_URL", url).scheme
    if scheme == "locmem":
        return {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 5000},
        }
    if scheme in ("redis", "rediss"):
        return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": url}
    raise ImproperlyConfigured(f"CACHE_URL begins with {scheme!r}: use locmem:// or redis://.")


def mailer(url: str) -> dict:
    """Return Django's mailer settings for ``console://``, ``smtp://user:password@host:port`` and its kin.

    ``submission://`` begins in the clear and turns to TLS (STARTTLS, port 587), ``smtps://`` is TLS from
    the beginning (port 465), ``smtp://`` has none.
    """
    parts = _parts("EMAIL_URL", url)
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme in MAIL_PORTS:
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname or "localhost",
                "port": parts.port or MAIL_PORTS[parts.scheme],
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_ssl": parts.scheme == "smtps",
                "use_tls": parts.scheme == "submission",
                "timeout": 20,
            },
        }
    raise ImproperlyConfigured(
        f"EMAIL_URL begins with {parts.scheme!r}: use console://, smtp://, submission:// or smtps://."
    )
