"""How gunicorn serves Concertation, here and in production: `gunicorn --config bin/gunicorn_conf.py config.wsgi`."""

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


def when_ready(_server: Arbiter) -> None:
    """Say where to look, once somebody would be answered there."""
    print(f"\nConcertation is at http://{bind}/  (Ctrl-C stops it; nothing is lost)\n", flush=True)
