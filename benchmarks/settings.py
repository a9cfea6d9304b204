"""The site's settings, with the empty views of urls.py beside its pages.

BENCHMARK_BARE=on leaves out all middleware, for the empty view that the page cache is measured against.
"""

from portal import environment
from portal.settings import *  # noqa: F403 (settings are made of all the site's)

ROOT_URLCONF = "benchmarks.urls"
if environment.flag("BENCHMARK_BARE", default=False):
    MIDDLEWARE = []
