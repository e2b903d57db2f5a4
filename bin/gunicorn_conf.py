"""How gunicorn serves Concertation, here and in production: `gunicorn --config bin/gunicorn_conf.py config.wsgi`."""

import ctypes
import gc
import os
import subprocess
import sys

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


# `make run` has the tasks done beside the pages; in production they have workers of their own.
with_worker = os.environ.get("WITH_WORKER") == "true"
_WORKER = [sys.executable, "manage.py", "work", "--interval", "2", "--verbosity", "0"]
_started: list["subprocess.Popen[bytes]"] = []


def on_starting(_server: Arbiter) -> None:
    """Start the worker that does the tasks, where one is wanted."""
    if with_worker:
        # In a group of its own: Ctrl-C is for the server, which lets the worker finish what it is at.
        _started.append(subprocess.Popen(_WORKER, process_group=0))


def on_exit(_server: Arbiter) -> None:
    """End it with the server, once it has done the task it is at."""
    for worker in _started:
        worker.terminate()
        worker.wait()


def when_ready(_server: Arbiter) -> None:
    """Say where to look, once somebody would be answered there."""
    print(f"\nConcertation is at http://{bind}/  (Ctrl-C stops it; nothing is lost)\n", flush=True)
    # What was read before the workers part stays for good: looking through it for garbage takes 60 ms each time, amid
    # somebody's page, and makes each worker copy the memory that it shares with the others.
    gc.collect()
    gc.freeze()
