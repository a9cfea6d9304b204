"""What the log says, and how loudly."""

import logging


class Strangers(logging.Filter):
    """Make a warning of one line of what a stranger's request was refused for: an ERROR needs somebody."""

    def filter(self, record):
        if record.name.startswith("django.security."):
            record.levelno, record.levelname, record.exc_info = logging.WARNING, "WARNING", None
        return True
