"""Takes messages of workflows that run in other processes for the functions of this one.

The queue's name is the node of this process's PIDs. A small worker polls it, on a thread of its
own, once a function has talked to a workflow through a client: only then can anybody know a PID
of this process.
"""

from __future__ import annotations

import asyncio
import dataclasses
import threading
from dataclasses import dataclass
from typing import Final

from temporalio.client import Client
from temporalio.worker import Worker

from .converter import data_converter
from .local_processes import NODE
from .relay import relay_send

_STOP_SECONDS: Final = 10.0
_CONCURRENT_DELIVERIES: Final = 20


@dataclass(frozen=True, slots=True)
class _Serving:
    worker: Worker
    task: asyncio.Task[None]


class ReplyQueue:
    """The workers of the reply queue, one for each server and namespace in use."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._served: dict[tuple[str, str], None] = {}
        self._serving: list[_Serving] = []
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread: threading.Thread | None = None

    def serve(self, client: Client) -> None:
        """Take messages from a client's server and namespace; at once if that happens already."""
        place = (client.service_client.config.target_host, client.namespace)
        with self._lock:
            if place in self._served:
                return
            self._served[place] = None
            loop = self._started_loop()
        loop.call_soon_threadsafe(self._start, client)

    def stop(self) -> None:
        """End polling; blocks for a moment. `serve` may be called again afterwards."""
        with self._lock:
            loop, thread = self._loop, self._thread
            self._loop = self._thread = None
            self._served.clear()
        if loop is None or thread is None:
            return
        ended = asyncio.run_coroutine_threadsafe(self._shut_down(), loop)
        try:
            ended.result(_STOP_SECONDS)
        except TimeoutError:
            return  # the server does not answer; the thread is a daemon and ends with the process
        loop.call_soon_threadsafe(loop.stop)
        thread.join(_STOP_SECONDS)
        if not thread.is_alive():
            loop.close()

    def _started_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = asyncio.new_event_loop()
            self._thread = threading.Thread(
                target=self._loop.run_forever, name="reply-queue", daemon=True
            )
            self._thread.start()
        return self._loop

    def _start(self, client: Client) -> None:
        # A client of its own: plugins and interceptors are for the application's workers.
        own = Client(
            client.service_client,
            namespace=client.namespace,
            data_converter=dataclasses.replace(
                data_converter, payload_codec=client.data_converter.payload_codec
            ),
        )
        worker = Worker(
            own,
            task_queue=NODE,
            activities=[relay_send],
            max_concurrent_activities=_CONCURRENT_DELIVERIES,
        )
        self._serving.append(_Serving(worker, asyncio.create_task(worker.run())))

    async def _shut_down(self) -> None:
        serving, self._serving = self._serving, []
        await asyncio.gather(*(each.worker.shutdown() for each in serving))
        await asyncio.gather(*(each.task for each in serving), return_exceptions=True)


reply_queue: Final = ReplyQueue()
"""The reply queue of this process."""
