#!/usr/bin/env python3
"""Holds one search's run against its run on another Spark: tables are the same, though files are not.

    same_tables.py RUN OTHER

Results, first samples and every scored candidate must agree to the last bit, but for what was measured by a clock. Prints
which Spark and which Parquet wrote each run, and in how many column chunks the bytes differ; ends with 1 and the first
table that differs. Needs pyarrow.
"""

import argparse
import json
import pathlib
import sys

import pyarrow.parquet


def files(run):
    return sorted(file.relative_to(run) for part in ("results", "baseline", "log") for file in (run / part).rglob("*.parquet"))


def table(file):
    """Without the columns of measured times."""
    whole = pyarrow.parquet.read_table(file)
    return whole.select([name for name in whole.column_names if not name.endswith("millis")])


def chunks(file):
    """The bytes of each column chunk, its pages as they lie in the file."""
    data, found = file.read_bytes(), {}
    metadata = pyarrow.parquet.ParquetFile(file).metadata
    for group in range(metadata.num_row_groups):
        for column in map(metadata.row_group(group).column, range(metadata.num_columns)):
            if not column.path_in_schema.endswith("millis"):
                start = min(filter(None, (column.dictionary_page_offset, column.data_page_offset)))
                found[group, column.path_in_schema] = data[start : start + column.total_compressed_size]
    return found


def main():
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    arguments.add_argument("runs", nargs=2, type=pathlib.Path, metavar="RUN")
    runs = arguments.parse_args().runs
    names = files(runs[0])
    if not names or names != files(runs[1]):
        sys.exit(f"{runs[0]} has the files {list(map(str, names))}, {runs[1]} {list(map(str, files(runs[1])))}")

    different = dict.fromkeys(("results", "baseline", "log"), 0)
    for name in names:
        one, other = (table(run / name) for run in runs)
        if not one.schema.equals(other.schema, check_metadata=True):
            sys.exit(f"{name}: the schemas differ:\n{one.schema}\n{other.schema}")
        for column in one.column_names:
            if not one[column].equals(other[column]):
                sys.exit(f"{name}: column {column} differs")
        one, other = (chunks(run / name) for run in runs)
        different[name.parts[0]] += sum(one[chunk] != other.get(chunk) for chunk in one)

    for run in runs:
        spark = json.loads((run / "run.json").read_text())["versions"]["spark"]
        written = pyarrow.parquet.ParquetFile(run / names[0]).metadata.created_by
        print(f"{run}: Spark {spark}, {written.split(' (')[0]}")
    print(f"{len(names)} tables agree; column chunks whose bytes differ: {different}")


if __name__ == "__main__":
    main()
