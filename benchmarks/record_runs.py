#!/usr/bin/env python3
"""Shows that a change of the code changes no result: records many small searches by two builds and compares them.

    record_runs.py record ../before/prospector runs/before    each spec of the table below into runs/before/NAME
    record_runs.py record ./prospector runs/after             those that are there are skipped
    record_runs.py compare runs/before runs/after             ends with 1 if they differ

Tests say that results are right; this says that they are still the same to the last bit, for every algorithm, sampler
and verifier, after the code that makes them was moved. Record both builds on the same machine. `--only NAME …` takes
some of the specs. What a search said is in NAME.log beside its run.

`compare` looks at pixels, scores, seeds and NFE of winners, first samples and all candidates, and at runs' totals. It
reads no other column, so formats may differ in lineages, legs and the like. Needs pyarrow and Pillow.
"""

import argparse
import collections
import csv
import hashlib
import http.server
import io
import json
import pathlib
import shlex
import shutil
import subprocess
import sys
import threading
import time

import pyarrow.parquet
from PIL import Image, ImageDraw

PROMPTS = ["a red circle", "an orange cross", "two blue circles", "three yellow squares", "four purple crosses",
           "a red circle and a blue cross", "a blue cross left of a green triangle", "a red circle above a blue square"]
GRADER = 47811  # the port, fixed as it is part of the verifier's options
VLM = f"--verifier vlm --verifier-option vlm.model=hash --verifier-option vlm.endpoint=http://127.0.0.1:{GRADER}/v1"
TINY = "{checkout}/executors/src/test/resources/verifiers/tiny-"
COMMON = {"--bundle": "shapes-s", "--prompts": "inputs/prompts.txt", "--steps": "6", "--seed": "11"}  # unless given
SPECS = {
    # Algorithms.
    "random": "--candidates 8",
    "random-budget": "--budget 33 --steps 5 --seed 2147483648",
    "random-shapes-b": "--candidates 4 --bundle shapes-b --steps 12",
    "random-top-k": "--candidates 6 --top-k 3",
    "zero-order": "--algorithm zero-order --candidates 8",
    "zero-order-stop": "--algorithm zero-order --candidates 8 --on-stall stop --neighbours 1 --cosine 0.99",
    "zero-order-restart": "--algorithm zero-order --candidates 8 --on-stall restart --neighbours 3 --cosine 0.8",
    "zero-order-long": "--algorithm zero-order --candidates 16 --neighbours 1 --cosine 0.9 --steps 3",
    "zero-order-top-k": "--algorithm zero-order --candidates 8 --top-k 3 --cosine 0 --seed 3",
    "paths": "--algorithm paths --candidates 24",
    "paths-narrow": "--algorithm paths --candidates 12 --paths 1 --path-width 3 --path-forward .5 --path-backward .6",
    "paths-top-k": "--algorithm paths --candidates 20 --paths 3 --top-k 3 --path-sigma .5 --path-forward .2",
    "pruning": "--algorithm pruning --candidates 8",
    "pruning-often": "--algorithm pruning --candidates 8 --prune-at .33,.42,.58 --prune-keep .35,.5,.5 --steps 12",
    "pruning-once": "--algorithm pruning --candidates 5 --prune-at 0.6 --prune-keep 0.25 --top-k 3",
    "steps": "--algorithm steps --candidates 4",
    # Samplers.
    "random-heun": "--candidates 4 --sampler heun",
    "random-dpmpp": "--candidates 4 --sampler dpmpp-2m",
    "random-ancestral": "--candidates 6 --sampler euler-ancestral",
    "zero-order-heun": "--algorithm zero-order --candidates 5 --sampler heun",
    "zero-order-dpmpp": "--algorithm zero-order --candidates 5 --sampler dpmpp-2m",
    "zero-order-ancestral": "--algorithm zero-order --candidates 7 --sampler euler-ancestral",
    "paths-heun": "--algorithm paths --candidates 16 --sampler heun",
    "paths-ancestral": "--algorithm paths --candidates 16 --sampler euler-ancestral",
    "pruning-heun": "--algorithm pruning --candidates 4 --sampler heun",
    "pruning-ancestral": "--algorithm pruning --candidates 6 --sampler euler-ancestral",
    "random-trials": "--candidates 6 --search-steps 3 --steps 9",
    "random-trials-top-k": "--candidates 8 --search-steps 3 --top-k 3 --sampler euler-ancestral",
    "zero-order-trials": "--algorithm zero-order --candidates 6 --search-steps 3 --steps 9",
    # Verifiers.
    "match": "--candidates 5 --verifier match",
    "realism": "--candidates 5 --verifier realism",
    "self": "--candidates 5 --verifier self",
    "self-of-bundle": f"--candidates 5 --verifier self --verifier-option self.features={TINY}features",
    "composition": "--candidates 5 --verifier composition",
    "composition-share": "--algorithm zero-order --candidates 6 --verifier composition_share",
    "ensemble": "--candidates 6 --verifier ensemble(detector,match,realism)",
    "ensemble-zero-order": "--algorithm zero-order --candidates 7 --verifier ensemble(detector,match,realism)",
    "ensemble-paths": "--algorithm paths --candidates 16 --verifier ensemble(match,realism)",
    "sum": "--candidates 6 --verifier sum(detector:0.7,realism:-0.3)",
    "sum-pruning": "--algorithm pruning --candidates 6 --verifier sum(match:0.7,realism:-0.3)",
    "fid": "--candidates 5 --verifier fid",
    "is": "--candidates 5 --verifier is",
    "vlm": f"--candidates 4 {VLM}",
    "bundle": f"--candidates 4 --verifier-bundle tiny={TINY}pickscore --verifier tiny",
    # What pictures show and start from.
    "guidance": "--candidates 4 --guidance 2",
    "negative-prompt": "--candidates 4 --guidance 2 --negative-prompt 'a blue square'",
    "negative-column": "--candidates 4 --guidance 2 --prompts inputs/columns.csv",
    "init-image": "--candidates 4 --prompts inputs/columns.csv --init-image picture --strength 0.6",
    "init-image-zero-order": "--algorithm zero-order --candidates 5 --prompts inputs/columns.csv --init-image picture",
    "init-image-pruning": "--algorithm pruning --candidates 5 --prompts inputs/columns.csv --init-image picture",
    # How it runs and what it leaves.
    "waves": "--candidates 4 --wave 3 --top-k 3",
    "waves-zero-order": "--algorithm zero-order --candidates 5 --wave 3 --batch 5",
    "batch": "--candidates 4 --batch 5 --held-out none",
    "devices": "--candidates 4 --device denoiser=cpu,detector=cpu --unload-text-encoder --master local[2] --seed 12",
    "decode-tiles": "--candidates 4 --decode-tiles 16 --seed 0",
    "images": "--candidates 4 --images --held-out composition --features shapes-features --top-k 2",
}
MAY_CHANGE = {"zero-order-ancestral"}  # neighbours will take their chain root's step noise; reported, but no failure


class Grader(http.server.BaseHTTPRequestHandler):
    """A chat endpoint for the verifier vlm, whose grade, 0 to 100, follows from nothing but the request's bytes."""

    def do_POST(self):
        digest = hashlib.sha256(self.rfile.read(int(self.headers["Content-Length"]))).digest()
        grade = json.dumps({"overall": int.from_bytes(digest[:4], "big") % 10001 / 100})
        answer = json.dumps({"choices": [{"message": {"role": "assistant", "content": grade}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_):
        """Says nothing."""


def write_inputs(folder):
    """Prompts as text, and as a table with pictures to start from and a column to carry along."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "prompts.txt").write_text("\n".join(PROMPTS) + "\n")
    with open(folder / "columns.csv", "w", newline="") as file:
        table = csv.writer(file)
        table.writerow(["id", "prompt", "negative_prompt", "picture", "category"])
        for number, prompt in enumerate(PROMPTS):
            picture = Image.new("RGB", (32, 32), (30 * number, 40, 90))
            ImageDraw.Draw(picture).ellipse((4 + number, 6, 18 + number, 20), fill=(220, 30 * number, 60))
            picture.save(folder / f"{number}.png")
            negative = "a green triangle" if number % 2 else ""
            table.writerow([f"p{number}", prompt, negative, f"inputs/{number}.png", f"category {number % 3}"])


def search(launcher, name, out):
    """Returns the exit code. Runs in OUT with relative paths, so that records do not differ by where they lie."""
    words = [word.format(checkout=launcher.parent) for word in shlex.split(SPECS[name])]
    words += [word for flag, value in COMMON.items() if flag not in words for word in (flag, value)]
    shutil.rmtree(out / name, ignore_errors=True)
    with open(out / f"{name}.log", "w") as log:
        return subprocess.call([launcher, "search", *words, "--out", name], cwd=out, stdout=log, stderr=log)


def record(launcher, out, names):
    """Returns the names of the specs that failed."""
    failed = []
    write_inputs(out / "inputs")
    with http.server.ThreadingHTTPServer(("127.0.0.1", GRADER), Grader) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        for name in names:
            started = time.monotonic()
            code = 0 if (out / name / "_SUCCESS").exists() else search(launcher, name, out)
            result = f"exit code {code}, see {name}.log" if code else "ok"
            print(f"{name:24}{time.monotonic() - started:5.1f} s  {result}", flush=True)
            failed += [name] if code else []
        server.shutdown()
    return failed


def rows(run, pattern):
    files = sorted(run.glob(pattern))
    if not files:
        sys.exit(f"{run / pattern}: no such file")
    for file in files:
        yield from pyarrow.parquet.ParquetFile(file).read().to_pylist()


def pixels(image):
    """What a file's bytes, or a struct that has them, look like when decoded; None if there are none."""
    if image is None:
        return None
    with Image.open(io.BytesIO(image["bytes"] if isinstance(image, dict) else image)) as picture:
        return picture.mode, picture.size, hashlib.sha256(picture.tobytes()).hexdigest()


def given(scores):
    """The scores that are there; where a verifier was not asked, its own may be null or absent."""
    return sorted((name, score) for name, score in dict(scores or {}).items() if score is not None)


def named_values(run):
    """Yields all that is compared, as pairs of a name and a value."""
    for part, folder in (("winner", "results"), ("first", "baseline")):
        for row in rows(run, f"{folder}/part-*.parquet"):
            at = f"{part} {row['prompt_id']} rank {row['rank']}"
            yield from ((f"{at} {column}", row[column]) for column in ("score", "seed", "nfe"))
            yield f"{at} image", pixels(row["image"])
            yield f"{at} scores", given(row["scores"])
            yield f"{at} category", row.get("category")  # carried along from inputs/columns.csv
    for row in rows(run, "log/wave=*/round-*.parquet"):
        at = f"candidate {row['prompt_id']} round {row['round']} index {row['index']}"
        yield f"{at} nfe", row["nfe"]
        yield f"{at} scores", given(row["scores"])
    for number, file in enumerate(sorted(run.glob("images/*.png"))):
        yield f"file {number} image", pixels(file.read_bytes())
    totals = json.loads((run / "run.json").read_text())["totals"]
    for name in ("candidates", "nfe_credited", "forwards", "decodes", "verifications"):
        yield f"total {name}", totals[name]


def values(run):
    """All that is compared, by name, as Python writes it: two doubles read alike only if they are the same."""
    found = {}
    for name, value in named_values(run):
        if name in found:
            sys.exit(f"{run}: there are two of '{name}'")
        found[name] = repr(value)
    return found


def compare(old, new, names):
    """Returns the names of the specs that differ and must not."""
    failed = []
    print(f"{'spec':24}{'winners':>8}{'first':>8}{'candidates':>12}  result")
    for name in names:
        missing = [str(folder) for folder in (old, new) if not (folder / name / "_SUCCESS").exists()]
        if missing:
            failed.append(name)
            print(f"{name:24}{'':28}  NOT RECORDED in {', '.join(missing)}")
            continue
        before, after = values(old / name), values(new / name)
        different = [key for key in before | after if before.get(key) != after.get(key)]
        failed += [name] if different and name not in MAY_CHANGE else []
        verb = "differ, as they may" if name in MAY_CHANGE else "DIFFER"
        result = f"{len(different)} of {len(before)} values {verb}" if different else "same"
        count = collections.Counter(key.split()[0] for key in before if key.endswith(" nfe"))
        print(f"{name:24}{count['winner']:8}{count['first']:8}{count['candidate']:12}  {result}")
        for key in different[:3]:
            print(f"    {key}: {before.get(key, 'absent')} -> {after.get(key, 'absent')}")
    return failed


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("command", choices=["record", "compare"])
    parser.add_argument("first", metavar="LAUNCHER|OLD", type=pathlib.Path)
    parser.add_argument("second", metavar="OUT|NEW", type=pathlib.Path)
    parser.add_argument("--only", nargs="+", metavar="NAME", choices=SPECS, default=list(SPECS))
    options = parser.parse_args()
    command = record if options.command == "record" else compare
    failed = command(options.first.resolve(), options.second.resolve(), options.only)
    print(f"{len(failed)} of {len(options.only)} failed{':' if failed else ''} {' '.join(failed)}".rstrip())
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
