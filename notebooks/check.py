#!/usr/bin/env python3
"""Executes the notebooks here as a reader would, top to bottom, and ends with 1 at the first that fails.

    check.py [--pictures DIR] [NAME...]      # all of them, or explore-a-run alone; what they read is named by the environment
    check.py --strip                         # takes outputs and counts away, as they are committed

Nothing here is written to but by --strip: a committed notebook with outputs is refused. --pictures keeps what they show, as NAME-1.png and so on.
"""

import argparse
import base64
import io
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError
from PIL import Image

HERE = Path(__file__).resolve().parent


def stripped(notebook):
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = [], None
        cell.metadata.clear()
    for key in set(notebook.metadata) - {"kernelspec", "language_info"}:
        del notebook.metadata[key]
    notebook.metadata.language_info = {"name": "python"}
    return nbformat.writes(notebook) + "\n"


def pictures(notebook):
    return [
        base64.b64decode(output.data["image/png"])
        for cell in notebook.cells if cell.cell_type == "code"
        for output in cell.outputs if "image/png" in output.get("data", {})
    ]


def execute(file, folder):
    began = time.monotonic()
    notebook = nbformat.read(file, as_version=4)
    try:
        NotebookClient(notebook, timeout=300, extra_arguments=["--log-level=ERROR"], resources={"metadata": {"path": str(HERE)}}).execute()
    except CellExecutionError as error:
        sys.exit(f"{file.name}: " + re.sub("\x1b\\[[0-9;]*m", "", str(error)))
    shown = pictures(notebook)
    if not shown:
        sys.exit(f"{file.name}: shows no picture")
    for number, data in enumerate(shown, 1):
        if folder:
            small = Image.open(io.BytesIO(data)).convert("RGB").quantize(256, kmeans=4)
            small.save(folder / f"{file.stem}-{number}.png", optimize=True)
    print(f"{file.name}: {len(shown)} pictures, {time.monotonic() - began:.0f} s", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--pictures", type=Path, metavar="DIR")
    parser.add_argument("--strip", action="store_true")
    options = parser.parse_args()
    files = [HERE / f"{name}.ipynb" for name in options.names] or sorted(HERE.glob("*.ipynb"))

    for file in files:
        bare = stripped(nbformat.read(file, as_version=4))
        if options.strip:
            file.write_text(bare, encoding="utf-8")
        elif file.read_text(encoding="utf-8") != bare:
            sys.exit(f"{file.name}: has outputs, counts or metadata; expected it as {Path(__file__).name} --strip leaves it")
    if options.strip:
        return
    if options.pictures:
        options.pictures.mkdir(parents=True, exist_ok=True)
    os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(HERE.parent / "deploy/python"), os.environ.get("PYTHONPATH")]))
    for file in files:
        execute(file, options.pictures)


if __name__ == "__main__":
    main()
