#!/usr/bin/env python3
"""DiffusersConformanceTest's table, one line for each pipeline, scheduler and guidance: `conformance_table.py OUT/table.tsv`."""

import csv
import sys


def main(path):
    with open(path, encoding="utf-8") as f:
        rows = list(csv.DictReader(f, delimiter="\t"))
    worst = {}
    for row in rows:
        guided = "none" if float(row["guidance"]) == 1 else "guided"
        key = row["family"], row["variant"], guided
        latents, image, cases = worst.get(key, (0.0, 0, 0))
        worst[key] = max(latents, float(row["latents"])), max(image, int(row["image"])), cases + 1
    print("| pipeline | scheduler | guidance | cases | latents, largest difference over their deviation | image, in 255ths |")
    print("| --- | --- | --- | --- | --- | --- |")
    for (family, variant, guided), (latents, image, cases) in sorted(worst.items()):
        print(f"| {family} | {variant} | {guided} | {cases} | {latents:.1e} | {image} |")


if __name__ == "__main__":
    main(sys.argv[1])
