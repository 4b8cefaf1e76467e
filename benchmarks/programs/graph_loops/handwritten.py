"""Loops of a control flow graph in the manner of Havlak: depth-first numbers, union-find,
back edges, nesting.
"""

from __future__ import annotations


class Block:
    def __init__(self, number: int) -> None:
        self.id = number
        self.into: list[Block] = []
        self.out: list[Block] = []

    def connect(self, other: Block) -> None:
        self.out.append(other)
        other.into.append(self)


class Graph:
    def __init__(self) -> None:
        self.blocks: dict[int, Block] = {}

    def block(self, number: int) -> Block:
        block = self.blocks.get(number)
        if block is None:
            block = Block(number)
            self.blocks[number] = block
        return block

    def edge(self, start: int, stop: int) -> None:
        self.block(start).connect(self.block(stop))


class Loop:
    def __init__(self, header: int, size: int) -> None:
        self.header = header
        self.size = size
        self.nested = 0


def diamond(graph: Graph, start: int) -> int:
    graph.edge(start, start + 1)
    graph.edge(start, start + 2)
    graph.edge(start + 1, start + 3)
    graph.edge(start + 2, start + 3)
    return start + 3


def straight(graph: Graph, start: int, length: int) -> int:
    for i in range(length):
        graph.edge(start + i, start + i + 1)
    return start + length


def base_loop(graph: Graph, start: int) -> int:
    header = straight(graph, start, 1)
    first = diamond(graph, header)
    middle = straight(graph, first, 1)
    second = diamond(graph, middle)
    footer = straight(graph, second, 1)
    graph.edge(middle, first)
    graph.edge(footer, header)
    graph.edge(footer, start)
    return straight(graph, footer, 1)


def number_blocks(
    block: Block, numbers: dict[int, int], order: list[Block], last: list[int]
) -> None:
    number = len(order)
    numbers[block.id] = number
    order.append(block)
    last.append(0)
    for target in block.out:
        if target.id not in numbers:
            number_blocks(target, numbers, order, last)
    last[number] = len(order) - 1


def find(parents: list[int], node: int) -> int:
    root = node
    while parents[root] != root:
        root = parents[root]
    while parents[node] != root:
        parents[node], node = root, parents[node]
    return root


def find_loops(graph: Graph, entry: int) -> tuple[list[Loop], int]:
    numbers: dict[int, int] = {}
    order: list[Block] = []
    last: list[int] = []
    number_blocks(graph.blocks[entry], numbers, order, last)
    count = len(order)
    parents = list(range(count))
    headers: dict[int, Loop] = {}
    back: list[list[int]] = [[] for _ in range(count)]
    other: list[list[int]] = [[] for _ in range(count)]
    for w in range(count):
        for source in order[w].into:
            v = numbers.get(source.id)
            if v is not None:
                if w <= v <= last[w]:
                    back[w].append(v)
                else:
                    other[w].append(v)

    loops = []
    for w in range(count - 1, -1, -1):
        body: list[int] = []
        inside: set[int] = set()
        for v in back[w]:
            if v != w:
                root = find(parents, v)
                if root not in inside:
                    inside.add(root)
                    body.append(root)
        position = 0
        while position < len(body):
            x = body[position]
            position += 1
            for y in other[x]:
                root = find(parents, y)
                if w <= root <= last[w] and root != w and root not in inside:
                    inside.add(root)
                    body.append(root)
        if body or back[w]:
            loop = Loop(w, len(body))
            for x in body:
                parents[x] = w
                if x in headers:
                    loop.nested = max(loop.nested, headers[x].nested + 1)
            headers[w] = loop
            loops.append(loop)
    return loops, count


def main() -> str:
    graph = Graph()
    at = 1
    for _ in range(60):
        top = at
        at = straight(graph, at, 1)
        for _ in range(3):
            at = base_loop(graph, at)
        graph.edge(at, top)
        at = straight(graph, at, 1)
    loops, count = find_loops(graph, 1)
    size = depth = 0
    for loop in loops:
        size += loop.size
        depth = max(depth, loop.nested)
    return f"{count} {len(loops)} {size} {depth}"
