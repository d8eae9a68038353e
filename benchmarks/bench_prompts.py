"""Writes the benchmark's prompts, 100 a category, the same on every run.

    python benchmarks/bench_prompts.py OUT_DIR [--new SEED [--each 50]]

With --new it writes others, by another seed, as `shapes-new.txt` and `shapes-new.csv`: so many a category, none of them among the benchmark's where a
category has others (`single` and `counting` have few). `shapes-bench.txt` has one prompt a line; `shapes-bench.csv` has the same prompts in the same order with their category
and whether they contain a held-out combination: one that training never showed in a scene of several kinds of object.
"""

import argparse
import csv
import random
from itertools import product
from pathlib import Path

COLOURS = ("red", "orange", "yellow", "green", "blue", "purple")
SHAPES = ("circle", "square", "triangle", "cross")
KINDS = tuple(product(COLOURS, SHAPES))
HELD_OUT = {("orange", "cross"), ("purple", "triangle"), ("green", "square")}
RELATIONS = ("left of", "right of", "above", "below")
NUMBERS = ("two", "three", "four")
BENCH = 20250117
EACH = 100
HELD_OUT_SHARE = 0.18


def noun(kind):
    colour, shape = kind
    return f"{'an' if colour == 'orange' else 'a'} {colour} {shape}"


def several(rng, count, fits):
    """Distinct kinds that fit together; a fixed share of the draws contains a held-out one."""
    want_held_out = rng.random() < HELD_OUT_SHARE
    while True:
        kinds = rng.sample(KINDS, count)
        if fits(kinds) and want_held_out == bool(HELD_OUT & set(kinds)):
            return kinds


def disjoint(kinds):
    (c1, s1), (c2, s2) = kinds
    return c1 != c2 and s1 != s2


def draw(rng, category):
    """One prompt and the kinds in it."""
    if category == "single":
        kinds = [rng.choice(KINDS)]
        return noun(kinds[0]), kinds
    if category == "counting":
        kinds = [rng.choice(KINDS)]
        (colour, shape), number = kinds[0], rng.choice(NUMBERS)
        return f"{number} {colour} {shape}{'es' if shape == 'cross' else 's'}", kinds
    if category == "position":
        a, b = several(rng, 2, lambda _: True)
        return f"{noun(a)} {rng.choice(RELATIONS)} {noun(b)}", [a, b]
    if category == "three":
        a, b, c = several(rng, 3, lambda _: True)
        return f"{noun(a)}, {noun(b)} and {noun(c)}", [a, b, c]
    fits = disjoint if category == "attribution" else lambda kinds: not disjoint(kinds)
    a, b = several(rng, 2, fits)
    return f"{noun(a)} and {noun(b)}", [a, b]


def prompts(seed, each, known=frozenset()):
    rng = random.Random(seed)
    for category in ("single", "two", "attribution", "counting", "position", "three"):
        seen = set(known) if category != "single" else set()
        for _ in range(each):
            for _ in range(1000):
                text, kinds = draw(rng, category)
                if text not in seen:
                    break
            seen.add(text)  # `single` has only 24 different prompts: they come again, under other ids
            yield text, category, len(kinds) > 1 and bool(HELD_OUT & set(kinds))


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("out", type=Path, metavar="OUT_DIR")
    arguments.add_argument("--new", type=int, metavar="SEED")
    arguments.add_argument("--each", type=int, default=50)
    given = arguments.parse_args()
    name, rows = "shapes-bench", list(prompts(BENCH, EACH))
    if given.new is not None:
        name, rows = "shapes-new", list(prompts(given.new, given.each, {text for text, _, _ in rows}))
    (given.out / f"{name}.txt").write_text("".join(f"{text}\n" for text, _, _ in rows))
    with (given.out / f"{name}.csv").open("w", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(("id", "prompt", "category", "held_out"))
        for number, (text, category, held_out) in enumerate(rows, start=1):
            writer.writerow((number, text, category, str(held_out).lower()))


if __name__ == "__main__":
    main()
