"""A process that reads a content folder beside the one that writes. Nothing here needs the site's models."""

import os
from multiprocessing import parent_process
from threading import Thread

import django


def begin() -> None:
    """Make the process ready; it ends with the one that it reads for, however that ends."""
    django.setup()
    Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(process) -> None:
    process.join()
    os._exit(1)
