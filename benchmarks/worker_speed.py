"""Speed of a generated worker: next to one written by hand, on the same server."""

from __future__ import annotations

import asyncio
import importlib
import math
import os
import statistics
import time
import uuid
from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory

from temporalio.client import Client, WorkflowHistory
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Replayer, UnsandboxedWorkflowRunner, Worker, WorkflowRunner
from temporalio.worker.workflow_sandbox import SandboxedWorkflowRunner

from wippy_runtime.temporal.converter import data_converter, text_data_converter
from wippy_runtime.temporal.interceptors import WippyInterceptor
from wippy_runtime.temporal.worker import run_workers
from wippyc.cli.temporal_cli import find_cli

from .applications import compile_application
from .measure import interleave
from .worker import handwritten

FILES = Path(__file__).parent / "worker"
_CONCURRENT = 20

Serve = Callable[[], AbstractAsyncContextManager[None]]


@dataclass(frozen=True)
class Contender:
    """One way to run the workflows.

    Attributes:
        task_queue: Where its worker listens.
        names: Workflow types: three steps, signals, channels.
        serve: Runs its worker for a while.
        replayer: Replays its histories.
    """

    task_queue: str
    names: tuple[str, str, str]
    serve: Serve
    replayer: Replayer


@dataclass
class Throughput:
    """What one contender did over all rounds.

    Attributes:
        latencies: Seconds of each workflow, seen by its client.
        rates: Workflows per second of each round.
        cpu: CPU seconds per workflow of each round, client and worker together.
    """

    latencies: list[float] = field(default_factory=list)
    rates: list[float] = field(default_factory=list)
    cpu: list[float] = field(default_factory=list)

    @property
    def rate(self) -> float:
        """Workflows per second in the best round."""
        return max(self.rates)

    def percentile(self, share: float) -> float:
        """Latency in milliseconds that `share` of the workflows did not exceed."""
        ordered = sorted(self.latencies)
        return ordered[math.ceil(share * len(ordered)) - 1] * 1000


def _generated(folder: Path, client: Client, target: str) -> Contender:
    texts = {path.name: path.read_text(encoding="utf-8") for path in FILES.glob("*.lua")}
    texts["_index.yaml"] = (FILES / "_index.yaml").read_text(encoding="utf-8")
    package = compile_application(folder, texts)
    application = importlib.import_module(f"{package}.worker").APPLICATION

    @asynccontextmanager
    async def serve() -> AsyncIterator[None]:
        stop = asyncio.Event()
        process = {"TEMPORAL_ADDRESS": target, "TEMPORAL_NAMESPACE": client.namespace}
        task = asyncio.create_task(run_workers(application, process=process, stop=stop))
        try:
            yield
        finally:
            stop.set()
            await task

    workflows = [each for spec in application.workers for each in spec.workflows]
    replayer = Replayer(
        workflows=workflows,
        workflow_runner=UnsandboxedWorkflowRunner(),
        data_converter=data_converter,
        interceptors=[WippyInterceptor()],
    )
    return Contender(
        "benchmark-generated",
        ("app:three_steps", "app:signals", "app:channels"),
        serve,
        replayer,
    )


def _handwritten(client: Client, name: str, runner: WorkflowRunner) -> Contender:
    queue = f"benchmark-{name}"

    @asynccontextmanager
    async def serve() -> AsyncIterator[None]:
        with ThreadPoolExecutor(100) as threads:
            async with Worker(
                client,
                task_queue=queue,
                workflows=handwritten.WORKFLOWS,
                activities=handwritten.ACTIVITIES,
                activity_executor=threads,
                workflow_runner=runner,
            ):
                yield

    replayer = Replayer(workflows=handwritten.WORKFLOWS, workflow_runner=runner)
    return Contender(queue, ("ThreeSteps", "Signals", "Channels"), serve, replayer)


async def _run_workflows(client: Client, contender: Contender, count: int) -> Throughput:
    gate = asyncio.Semaphore(_CONCURRENT)
    found = Throughput()

    async def one(number: int) -> None:
        async with gate:
            start = time.perf_counter()
            result = await client.execute_workflow(
                contender.names[0],
                {"id": f"order-{number}", "quantity": number % 7 + 1},
                id=f"benchmark-{uuid.uuid4()}",
                task_queue=contender.task_queue,
            )
            found.latencies.append(time.perf_counter() - start)
            assert result["cents"] == (number % 7 + 1) * 1250, result

    async with contender.serve():
        await asyncio.gather(*(one(number) for number in range(_CONCURRENT)))
        found.latencies.clear()
        start, cpu_start = time.perf_counter(), time.process_time()
        await asyncio.gather(*(one(number) for number in range(count)))
        found.rates.append(count / (time.perf_counter() - start))
        found.cpu.append((time.process_time() - cpu_start) / count)
    return found


async def throughput(
    client: Client, contenders: Mapping[str, Contender], count: int, rounds: int
) -> dict[str, Throughput]:
    """Run three-activity workflows on each contender in turn."""
    totals = {name: Throughput() for name in contenders}
    for _ in range(rounds):
        for name, contender in contenders.items():
            found = await _run_workflows(client, contender, count)
            totals[name].latencies += found.latencies
            totals[name].rates += found.rates
            totals[name].cpu += found.cpu
    return totals


async def _history(
    client: Client, contender: Contender, kind: int, count: int, signals: int
) -> WorkflowHistory:
    handle = await client.start_workflow(
        contender.names[kind],
        count,
        id=f"benchmark-{uuid.uuid4()}",
        task_queue=contender.task_queue,
    )
    for number in range(signals):
        await handle.signal("tick", number)
    async with contender.serve():
        await handle.result()
    return await handle.fetch_history()


async def cost_per_operation(
    client: Client, contenders: Mapping[str, Contender], kind: int, count: int
) -> dict[str, float]:
    """Return the CPU microseconds of one signal (kind 1) or channel operation (kind 2).

    Histories with and without the operations are replayed; the difference is what they cost.
    """
    costs = {}
    for name, contender in contenders.items():
        empty = await _history(client, contender, kind, 0, 0)
        full = await _history(client, contender, kind, count, count if kind == 1 else 0)

        def replay(history: WorkflowHistory, replayer: Replayer = contender.replayer) -> None:
            asyncio.run(replayer.replay_workflow(history))

        samples = await asyncio.to_thread(
            interleave,
            {"empty": lambda: replay(empty), "full": lambda: replay(full)},  # noqa: B023
            5,
        )
        # A value that passes through a channel is two operations: a send and a receive.
        operations = count * 2 if kind == 2 else count
        costs[name] = (samples["full"].best - samples["empty"].best) / operations * 1e6
    return costs


async def _measure(count: int, rounds: int, signals: int, values: int) -> list[str]:
    binary = find_cli(os.environ)
    environment = await WorkflowEnvironment.start_local(
        dev_server_existing_path=str(binary) if binary else None, dev_server_log_level="error"
    )
    try:
        target = environment.client.service_client.config.target_host
        client = await Client.connect(target, data_converter=text_data_converter)
        plain = await Client.connect(target)
        with TemporaryDirectory() as folder:
            contenders = {
                "generated": _generated(Path(folder), client, target),
                "sandboxed": _handwritten(plain, "sandboxed", SandboxedWorkflowRunner()),
                "unsandboxed": _handwritten(plain, "unsandboxed", UnsandboxedWorkflowRunner()),
            }
            rates = await throughput(client, contenders, count, rounds)
            signal_costs = await cost_per_operation(client, contenders, 1, signals)
            channel_costs = await cost_per_operation(client, contenders, 2, values)
    finally:
        await environment.shutdown()
    return _lines(rates, signal_costs, channel_costs)


def _lines(
    rates: Mapping[str, Throughput],
    signal_costs: Mapping[str, float],
    channel_costs: Mapping[str, float],
) -> list[str]:
    titles = {
        "generated": "generated",
        "sandboxed": "hand-written, sandboxed (the default)",
        "unsandboxed": "hand-written, unsandboxed",
    }
    lines = [
        "| worker | workflows/s | p50 ms | p99 ms | CPU ms per workflow | CPU µs per signal "
        "| CPU µs per channel operation |",
        "|---|---|---|---|---|---|---|",
    ]
    for name, title in titles.items():
        found = rates[name]
        lines.append(
            f"| {title} | {found.rate:.0f} | {found.percentile(0.5):.0f} | "
            f"{found.percentile(0.99):.0f} | {min(found.cpu) * 1000:.1f} | "
            f"{signal_costs[name]:.1f} | {channel_costs[name]:.2f} |"
        )
    generated = rates["generated"]
    lines.append("")
    for name in ("sandboxed", "unsandboxed"):
        best = generated.rate / rates[name].rate
        median = statistics.median(generated.rates) / statistics.median(rates[name].rates)
        lines.append(
            f"- **workflows per second, generated / {name} by hand: {best:.2f}** "
            f"(by medians of the rounds {median:.2f})"
        )
    return lines


def report(*, quick: bool) -> list[str]:
    """Measure the workers on a development server of their own."""
    if quick:
        return asyncio.run(_measure(20, 1, 50, 500))
    return asyncio.run(_measure(150, 3, 500, 20_000))
