"""Hash tables: counting words, grouping, an inverted index, a cache with deletions."""

from typing import Any

WORDS = [
    "order", "item", "total", "customer", "price", "stock", "ship", "pay", "refund", "cart",
    "note", "email", "phone", "street", "city",
]  # fmt: skip

Document = dict[str, Any]


def documents(count: int) -> list[Document]:
    result = []
    state = 17
    for number in range(1, count + 1):
        words = []
        for _ in range(12):
            state = (state * 1103 + 12289) % 65536
            words.append(WORDS[state % len(WORDS)])
        result.append({"id": number, "words": words, "kind": words[0]})
    return result


def count_words(docs: list[Document]) -> dict[str, int]:
    counts: dict[str, int] = {}
    for doc in docs:
        for word in doc["words"]:
            counts[word] = counts.get(word, 0) + 1
    return counts


def group_by(docs: list[Document], field: str) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for doc in docs:
        key = doc[field]
        if key not in groups:
            groups[key] = []
        groups[key].append(doc["id"])
    return groups


def inverted_index(docs: list[Document]) -> dict[str, set[int]]:
    index: dict[str, set[int]] = {}
    for doc in docs:
        for word in doc["words"]:
            entry = index.get(word)
            if entry is None:
                entry = set()
                index[word] = entry
            entry.add(doc["id"])
    return index


def churn(rounds: int) -> tuple[int, int]:
    cache: dict[str, int] = {}
    size = evicted = 0
    for i in range(1, rounds + 1):
        key = f"key{i * 31 % 97}"
        if key in cache:
            del cache[key]
            size -= 1
            evicted += 1
        else:
            cache[key] = i
            size += 1
    return size, evicted


def main() -> str:
    docs = documents(500)
    counts = count_words(docs)
    groups = group_by(docs, "kind")
    index = inverted_index(docs)

    total = largest = 0
    for word, count in counts.items():
        total += count * len(word)
        if len(groups[word]) > largest:
            largest = len(groups[word])
    hits = 0
    for number in index["order"]:
        if number in index["price"]:
            hits += number
    size, evicted = churn(15000)
    return f"{total} {largest} {hits} {size} {evicted}"
