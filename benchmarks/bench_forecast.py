"""What dry runs promise, and what comes: `--dry-run --pilot N` of a search, held against that search.

    python benchmarks/bench_forecast.py [--pairs 10] [--prompts 300] [--pilot 150] [--bundle shapes-b]
        [--search "--candidates 8" --search "--until detector>=-0.1 --candidates 16" …] [-- OPTIONS OF search]

For each pair so many prompts of shapes-bench are drawn, in the file's order, and a pilot of some of them; then every search is made `--like` it, with another
seed. Promise and end come from the searches' run.json and result rows alone. A search hits if the judge's share (`composition`) is within 3 points and the NFE
within 10 %; `outside` is what did not come to lie in the promised interval.
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
    parser.add_argument("--pairs", type=int, default=10)
    parser.add_argument("--prompts", type=int, default=300)
    parser.add_argument("--pilot", type=int, default=150)
    parser.add_argument("--bundle", default="shapes-b")
    parser.add_argument("--seed", type=int, default=0, help="of the draws of prompts")
    parser.add_argument("--search", action="append", dest="searches")
    parser.add_argument("options", nargs="*")
    given = parser.parse_args()
    searches = given.searches or ["--candidates 8", "--until detector>=-0.1 --candidates 16"]
    lines = (ROOT / "conf/prompts/shapes-bench.txt").read_text().splitlines()
    hits = runs = 0
    for pair in range(given.pairs):
        drawn = random.Random(f"{given.seed}/{pair}").sample(range(len(lines)), given.prompts)
        prompts = [lines[number] for number in sorted(drawn)]
        with tempfile.TemporaryDirectory() as folder:
            search(prompts, given, Path(folder, "dry"), *shlex.split(searches[0]), "--dry-run", "--pilot", given.pilot, "--seed", 2 * pair)
            for number, options in enumerate(searches):
                out = Path(folder, f"run-{number}")
                search(prompts, given, out, *shlex.split(options), "--like", Path(folder, "dry-pilot"), "--seed", 2 * pair + 1)
                hits += compare(f"pair {pair}, {options}", json.loads((out / "run.json").read_text()), out)
                runs += 1
    print(f"{hits} of {runs} within 3 points and 10 % of NFE")


if __name__ == "__main__":
    main()
