"""An operating system of objects in the manner of Richards: tasks, packets, a scheduler."""

from __future__ import annotations

from collections import deque


class Packet:
    def __init__(self, size: int, hops: int) -> None:
        self.size = size
        self.hops = hops


class Task:
    def __init__(self, number: int, priority: int, target: int) -> None:
        self.id = number
        self.priority = priority
        self.target = target
        self.inbox: deque[Packet] = deque()
        self.runs = 0
        self.count = 0
        self.held = False

    def runnable(self) -> bool:
        return not self.held and bool(self.inbox)

    def receive(self, packet: Packet) -> None:
        self.inbox.append(packet)

    def run(self, scheduler: Scheduler) -> None:
        self.runs += 1
        packet = self.inbox.popleft()
        self.handle(packet, scheduler)

    def handle(self, packet: Packet, scheduler: Scheduler) -> None:
        raise NotImplementedError


class Worker(Task):
    def handle(self, packet: Packet, scheduler: Scheduler) -> None:
        self.count += packet.size
        packet.size = packet.size * 3 % 17 + 1
        packet.hops -= 1
        if packet.hops > 0:
            scheduler.send(self.target, packet)
        else:
            scheduler.finished += 1


class Device(Task):
    def __init__(self, number: int, priority: int, target: int) -> None:
        super().__init__(number, priority, target)
        self.pending: Packet | None = None

    def handle(self, packet: Packet, scheduler: Scheduler) -> None:
        if self.pending is None:
            self.pending = packet
        else:
            held = self.pending
            self.pending = None
            scheduler.send(self.target, packet)
            scheduler.send(self.target, held)


class Scheduler:
    def __init__(self) -> None:
        self.tasks: list[Task] = []
        self.switches = 0
        self.finished = 0

    def add(self, task: Task) -> None:
        self.tasks.append(task)

    def find(self, number: int) -> Task:
        for task in self.tasks:
            if task.id == number:
                return task
        raise LookupError(f"no task {number}")

    def send(self, number: int, packet: Packet) -> None:
        self.find(number).receive(packet)

    def pick(self) -> Task | None:
        best: Task | None = None
        for task in self.tasks:
            if task.runnable() and (best is None or task.priority > best.priority):
                best = task
        return best

    def loop(self) -> None:
        task = self.pick()
        while task:
            self.switches += 1
            task.run(self)
            task = self.pick()


def main() -> str:
    scheduler = Scheduler()
    scheduler.add(Worker(1, 10, 2))
    scheduler.add(Device(2, 20, 3))
    scheduler.add(Worker(3, 15, 4))
    scheduler.add(Device(4, 30, 5))
    scheduler.add(Worker(5, 25, 1))
    for i in range(1, 61):
        scheduler.send(i % 5 + 1, Packet(i % 7 + 1, 30))
    scheduler.loop()
    runs = count = 0
    for task in scheduler.tasks:
        runs = runs * 7 + task.runs
        count += task.count
    return f"{scheduler.switches} {scheduler.finished} {runs} {count}"
