"""What was promised of searches, and what came: forecasts from a run on some prompts, held against a run on others.

    python benchmarks/bench_forecast.py [--pairs 4] [--prompts 100] [--candidates 16] [--bundle shapes-s] [--seed 0]
        [--search "--candidates 16" --search "--until detector>=-0.1 --candidates 64" …] [-- OPTIONS OF search]

Each pair takes that many prompts of shapes-bench for an earlier run, and as many others, disjoint, for each search that is
told `--like` it; both keep other seeds. Promise and end come from the searches' run.json and result rows alone. A pair hits
if the judge's share (`composition`) is within 3 points and the NFE within 10 %. `inside` says whether what came lies in the
promised interval.
"""

import argparse
import json
import random
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pyarrow.parquet as parquet

ROOT = Path(__file__).resolve().parents[1]
JUDGE = "composition"


def search(prompts, given, out, *more):
    file = out.with_suffix(".txt")
    file.write_text("\n".join(prompts) + "\n")
    command = [ROOT / "prospector", "search", "--prompts", file, "--bundle", given.bundle, "--verifier", "detector",
               "--held-out", JUDGE, "--out", out, *more, *given.options]
    done = subprocess.run([str(word) for word in command], capture_output=True, text=True)
    if done.returncode not in (0, 4):
        sys.exit(f"{' '.join(map(str, command))}\n{done.stderr[-3000:]}")
    return json.loads((out / "run.json").read_text())


def judged(run):
    scores = [dict(row["scores"])[JUDGE] for part in sorted((run / "results").glob("*.parquet"))
              for row in parquet.read_table(part, columns=["rank", "scores"]).to_pylist() if row["rank"] == 1 and row["scores"]]
    return sum(scores) / len(scores)


def compare(what, record, run):
    """A line, and whether it hits."""
    promise, nfe, share = record["promise"], record["totals"]["nfe_credited"], judged(run)
    said, cost = promise["scores"].get(JUDGE), promise["nfe"]
    if said is None:
        print(f"{what}: no promise of {JUDGE}, NFE {cost['mean']:.0f} came {nfe}")
        return False
    points, ratio = 100 * (share - said["mean"]), nfe / cost["mean"]
    inside = said["low"] <= share <= said["high"], cost["low"] <= nfe <= cost["high"]
    hit = abs(points) <= 3 and abs(ratio - 1) <= 0.1
    print(f"{what}: {JUDGE} {100 * said['mean']:.1f} % ({100 * said['low']:.1f} to {100 * said['high']:.1f}) came {100 * share:.1f}"
          f" ({points:+.1f} points{'' if inside[0] else ', outside'}); NFE {cost['mean']:.0f} ({cost['low']:.0f} to {cost['high']:.0f})"
          f" came {nfe} ({ratio:.3f}{'' if inside[1] else ', outside'}); {'hit' if hit else 'miss'}", flush=True)
    return hit


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--pairs", type=int, default=4)
    parser.add_argument("--prompts", type=int, default=100)
    parser.add_argument("--candidates", type=int, default=16)
    parser.add_argument("--bundle", default="shapes-s")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--search", action="append", dest="searches")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    searches = given.searches or ["--candidates 16", "--until detector>=-0.1 --candidates 16"]
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    hits = runs = 0
    for pair in range(given.pairs):
        drawn = random.Random(f"{given.seed}/{pair}").sample(lines, 2 * given.prompts)
        with tempfile.TemporaryDirectory() as folder:
            earlier = Path(folder, "earlier")
            search(drawn[: given.prompts], given, earlier, "--candidates", given.candidates, "--seed", 2 * pair)
            for number, options in enumerate(searches):
                out = Path(folder, f"run-{number}")
                record = search(drawn[given.prompts:], given, out, *shlex.split(options), "--like", earlier, "--seed", 2 * pair + 1)
                hits += compare(f"pair {pair}, {options}", record, out)
                runs += 1
    print(f"{hits} of {runs} within 3 points and 10 % of NFE")


if __name__ == "__main__":
    main()
