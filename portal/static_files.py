"""Static files as they are served: with their content's hash in the name, compressed, style sheets in one piece."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

IMPORTED = re.compile(r'@import url\("([\w.-]+\.css)"\);\s*')
JOINED = ("site/site.css",)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Puts the sheets that the readers' style sheet imports into it: a reader makes one request for both."""

    def post_process(self, paths, dry_run=False, **options):
        for name in JOINED if not dry_run else ():
            joined = self._joined(name, paths)
            self.delete(name)
            self.save(name, ContentFile(joined.encode()))
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def _joined(self, name: str, paths) -> str:
        storage, path = paths[name]
        with storage.open(path) as file:
            sheet = file.read().decode()
        folder = name.rpartition("/")[0]
        return IMPORTED.sub(lambda match: self._joined(f"{folder}/{match[1]}", paths) + "\n", sheet)
