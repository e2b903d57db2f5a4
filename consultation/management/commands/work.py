"""`manage.py work`: does the tasks, and takes up what a killed worker left behind."""

import time
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import OperationalError, close_old_connections
from django.tasks import DEFAULT_TASK_BACKEND_ALIAS
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker, valid_backend_name, valid_interval
from django_tasks_db.models import DBTaskResult
from django_tasks_db.utils import is_locked_database_exception

from consultation.mails.rescue import rescue

_RESCUE_EVERY = 60.0


class RescuingWorker(Worker):
    """A worker of django-tasks-db that looks, now and then, for what another was killed amid."""

    def __init__(self, *, interval: float, backend_name: str) -> None:
        super().__init__(
            queue_names=["*"],
            interval=interval,
            # It returns when there is nothing to do, and is called again.
            batch=True,
            backend_name=backend_name,
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        self._rescued_at: float | None = None

    def work(self, *, once: bool) -> None:
        """Do what there is to do, for ever, or once."""
        while self.running:
            self._rescue_now_and_then()
            self.run()
            if once:
                return
            if self.running:
                time.sleep(self.interval)

    def run_task(self, db_task_result: DBTaskResult[Any, Any]) -> None:
        """Do one task; a long row of them keeps nobody from being rescued."""
        super().run_task(db_task_result)
        self._rescue_now_and_then()

    def _rescue_now_and_then(self) -> None:
        now = time.monotonic()
        if self._rescued_at is None or now - self._rescued_at >= _RESCUE_EVERY:
            self._rescued_at = now
            close_old_connections()
            try:
                rescue()
            except OperationalError as busy:
                # Somebody else is writing for long: the next look is soon enough.
                if not is_locked_database_exception(busy):
                    raise


class Command(BaseCommand):
    help = "Does the tasks: sends letters, ends silences. Several may run; one that is killed loses nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--interval", type=valid_interval, default=2.0, help="seconds between two looks")
        parser.add_argument("--batch", action="store_true", help="do what there is to do, then end")
        parser.add_argument("--backend", type=valid_backend_name, default=DEFAULT_TASK_BACKEND_ALIAS)

    def handle(self, *_args: Any, interval: float, batch: bool, backend: str, **_options: Any) -> None:
        worker = RescuingWorker(interval=interval, backend_name=backend)
        worker.configure_signals()
        worker.work(once=batch)
