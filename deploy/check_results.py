#!/usr/bin/env python3
"""Opens a run with Hugging Face datasets, pandas and DuckDB, as a user would, and checks what comes out.

    check_results.py RUN_DIR [--size 32x32]

Needs datasets, duckdb, pandas and Pillow. Prints how many rows are in order; ends with 1 and the first fault otherwise.
"""

import argparse
import os
import pathlib
import sys
import tempfile

os.environ.setdefault("HF_HUB_OFFLINE", "1")
os.environ.setdefault("HF_DATASETS_DISABLE_PROGRESS_BARS", "1")

import datasets
import duckdb
import pandas
import PIL.Image

COLUMNS = ["prompt_id", "prompt", "rank", "image", "score", "scores", "seed", "lineage", "nfe", "error"]


def check(table, size, where):
    def require(condition, found):
        if not condition:
            sys.exit(f"{where}: {found}")

    missing = [name for name in COLUMNS if name not in table.column_names]
    require(not missing, f"columns {missing} are missing, found {table.column_names}")
    require(isinstance(table.features["image"], datasets.Image), f"image is {table.features['image']}, expected Image")
    verifiers = set(table.features["scores"])

    for n, row in enumerate(table):
        at = f"row {n} (prompt {row['prompt_id']})"
        require((row["error"] is None) == (row["image"] is not None), f"{at}: expected either a image or an error")
        if row["error"] is not None:
            continue
        image = row["image"]
        require(isinstance(image, PIL.Image.Image), f"{at}: image is {type(image)}, expected a PIL image")
        image.load()
        require(size is None or image.size == size, f"{at}: image of {image.size}, expected {size}")
        require(set(row["scores"]) == verifiers, f"{at}: scores {row['scores']}, expected {verifiers}")
        require(0 <= row["seed"] < 2**32, f"{at}: seed {row['seed']}, expected unsigned 32-bit")
        require(isinstance(row["score"], float), f"{at}: score {row['score']}, expected a number")


def whole(run):
    """The directory by its card, and the log as one table."""
    with tempfile.TemporaryDirectory() as cache:
        winners = datasets.load_dataset(str(run), split="train", cache_dir=cache)
        candidates = datasets.load_dataset(str(run), "candidates", split="train", cache_dir=cache)
    files = sorted(map(str, (run / "results").glob("*.parquet")))
    expected = pandas.concat(map(pandas.read_parquet, files))["prompt_id"].tolist()
    if winners["prompt_id"][:] != expected:
        sys.exit(f"{run}: load_dataset gave {len(winners)} rows, expected the {len(expected)} of results")
    by_pandas = pandas.read_parquet(run / "log")
    by_duckdb = duckdb.sql(f"select count(*), count(distinct wave) from read_parquet('{run}/log/*/*.parquet', hive_partitioning = true)").fetchall()[0]
    counts = {"datasets": len(candidates), "pandas": len(by_pandas), "duckdb": by_duckdb[0]}
    if len(set(counts.values())) != 1 or by_duckdb[1] != by_pandas["wave"].nunique():
        sys.exit(f"{run / 'log'}: rows {counts}, waves {by_duckdb[1]} and {by_pandas['wave'].nunique()}, expected the same of all")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("run", type=pathlib.Path)
    parser.add_argument("--size", help="width and height that every image must have, such as 32x32")
    options = parser.parse_args()
    size = tuple(map(int, options.size.split("x"))) if options.size else None

    rows = 0
    for part in ("results", "baseline"):
        files = sorted(map(str, (options.run / part).glob("*.parquet")))
        if not files:
            if part == "results":
                sys.exit(f"{options.run / part}: no Parquet files")
            continue
        with tempfile.TemporaryDirectory() as cache:
            table = datasets.load_dataset("parquet", data_files=files, split="train", cache_dir=cache)
            check(table, size, options.run / part)
            rows += len(table)
    if (options.run / "run.json").exists():  # Else these are results alone.
        whole(options.run)
    print(f"{rows} rows ok")


if __name__ == "__main__":
    main()
