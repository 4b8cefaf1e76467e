"""Routing of messages, and PIDs."""

from __future__ import annotations

from typing import Any

import pytest

from wippy_runtime.lib.channel import Channel
from wippy_runtime.mailbox import INBOX_TOPIC, Envelope, Mailbox
from wippy_runtime.registry import Registry, WorkerEntry, WorkflowEntry
from wippy_runtime.temporal.pids import Pid, parse_pid


def first(envelope: Envelope) -> Any:
    return envelope.payloads[0]


def filled(*topics: str) -> Mailbox:
    mailbox = Mailbox()
    for number, topic in enumerate(topics):
        mailbox.deliver(Envelope(topic, "", (number,)))
    return mailbox


def test_exact_listener_before_inbox_and_nothing_is_lost() -> None:
    mailbox = filled("a", "b", "a", "@sys")
    inbox, listener = Channel(10), Channel(1)
    mailbox.flush()
    mailbox.subscribe("a", listener, first)
    mailbox.subscribe(INBOX_TOPIC, inbox, first)
    mailbox.flush()
    assert list(listener.buffer) == [0]
    assert list(inbox.buffer) == [1]
    listener.buffer.clear()
    mailbox.flush()
    assert list(listener.buffer) == [2]


def test_a_late_listener_gets_what_waited_for_the_inbox() -> None:
    mailbox = filled("a", "b", "a")
    inbox, listener = Channel(0), Channel(5)
    mailbox.subscribe(INBOX_TOPIC, inbox, first)
    mailbox.flush()
    mailbox.subscribe("a", listener, first)
    mailbox.flush()
    assert list(listener.buffer) == [0, 2]


def test_after_unsubscribing_messages_go_to_the_inbox_in_order() -> None:
    mailbox = Mailbox()
    inbox, listener = Channel(5), Channel(0)
    mailbox.subscribe("a", listener, first)
    mailbox.deliver(Envelope("a", "", (1,)))
    mailbox.deliver(Envelope("b", "", (2,)))
    assert mailbox.unsubscribe(listener)
    assert not mailbox.unsubscribe(listener)
    mailbox.subscribe(INBOX_TOPIC, inbox, first)
    mailbox.flush()
    assert list(inbox.buffer) == [1, 2]


def test_system_topics_never_reach_the_inbox() -> None:
    mailbox = filled("@events")
    inbox = Channel(5)
    mailbox.subscribe(INBOX_TOPIC, inbox, first)
    mailbox.flush()
    assert not inbox.buffer


@pytest.mark.parametrize(
    ("text", "pid"),
    [
        ("{app:client@app:worker|order-1}", Pid("app:client", "app:worker", "order-1")),
        ("{host|x}", Pid("", "host", "x")),
        ("{|x}", Pid("", "", "x")),
        ("{n@h|a|b}", Pid("n", "h", "a|b")),
        ("{n@h|user@x:1}", Pid("n", "h", "user@x:1")),
        ("{update|5}", Pid("", "update", "5")),
    ],
)
def test_pids_round_trip(text: str, pid: Pid) -> None:
    assert parse_pid(text) == pid
    assert str(pid) == text


@pytest.mark.parametrize("text", ["", "x", "{}", "{x}", "order-1", "{a|b", "a|b}"])
def test_other_texts_are_no_pids(text: str) -> None:
    assert parse_pid(text) is None


def test_hosts_and_queues() -> None:
    registry = Registry(
        workers={"app:worker": WorkerEntry(client="app:client", task_queue="pre-q")},
        workflows={"app:order": WorkflowEntry(worker="app:worker")},
    )
    assert registry.queue_of_host("app:worker") == "pre-q"
    assert registry.queue_of_host("temporal:other") == "other"
    assert registry.queue_of_host("literal") == "literal"
    assert registry.queue_of_host("") == ""
    assert registry.host_of_queue("pre-q") == "app:worker"
    assert registry.host_of_queue("unknown") == "unknown"
    assert registry.worker_of("app:order") == ("app:client", "app:worker")
    assert registry.worker_of("app:none") == ("", "")
