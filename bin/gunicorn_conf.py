"""How gunicorn serves Concertation, here and in production: `gunicorn --config bin/gunicorn_conf.py config.wsgi`."""

import ctypes
import os

from gunicorn.arbiter import Arbiter

bind = f"127.0.0.1:{os.environ.get('PORT', '8000')}"  # production says --bind
workers = int(os.environ.get("WEB_CONCURRENCY", "2"))
worker_class = "gthread"
threads = 4
# The code is read once and shared by the workers, which halves their memory.
preload_app = True
# A worker is replaced now and then, not all at once, so that nothing can leak for ever.
max_requests = 5000
max_requests_jitter = 500
timeout = 60
loglevel = "warning"
# Nobody asks the running server questions through a socket in somebody's home.
control_socket_disable = True

# Where the C library is glibc it keeps a heap for each thread and seldom gives memory back. One heap is enough behind
# Python's own lock, and what a large page took is worth returning: a worker is some 15 MB smaller.
TUNING = {"M_TRIM_THRESHOLD": (-1, 128 * 1024), "M_MMAP_THRESHOLD": (-3, 128 * 1024), "M_ARENA_MAX": (-8, 1)}
_library = ctypes.CDLL(None)
if hasattr(_library, "mallopt"):
    for option, value in TUNING.values():
        _library.mallopt(option, value)


def when_ready(_server: Arbiter) -> None:
    """Say where to look, once somebody would be answered there."""
    print(f"\nConcertation is at http://{bind}/  (Ctrl-C stops it; nothing is lost)\n", flush=True)
