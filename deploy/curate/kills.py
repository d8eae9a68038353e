#!/usr/bin/env python3
"""Proves that a night of curation may be killed at any moment: the driver of a data set's second night is killed with -9 at moments
drawn at random in every stage, the same command is repeated, and versions and exports are held against those of a night that was
left alone, file by file.

    deploy/curate/kills.py [--kills 24] [--seed 1]

How long each stage takes is measured first, so that the moments fall where the work is. Prints a line a kill, and how many hit
which stage: where the night was is read from its output, since a busy machine is not where it was expected to be.
"""

import argparse
import hashlib
import itertools
import pathlib
import random
import re
import shutil
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
DATE = "2026-11-26"
NEW = ["two blue squares", "a green cross left of a red triangle", "three yellow circles"]
SEARCH = {"bundle": "shapes-s", "candidates": 8, "steps": 4}

# In their order, each with what a night says when it comes to it.
STAGES = {
    "what is there": r"looking at what is there$",
    "search": r"prompts to be searched$",
    "rules": r"rules$",
    "version": r"writing the version$",
    "exports": r"exporting [a-z0-9-]+$",
    "end": r"prompts searched, ",
}


class Night:
    """A night's work in a process, which tells in a file what it is at."""

    def __init__(self, folder):
        self.log = folder / "night.log"
        command = [ROOT / "prospector", "curate", "--config", ROOT / "conf/experiments/curate.conf", "--date", DATE]
        command += ["--conf", "spark.sql.shuffle.partitions=2"]  # The tables are small.
        keys = {"out": folder / "data", "sources": folder / "prompts.txt"}
        keys |= {f"search.{key}": value for key, value in SEARCH.items()}
        for key, value in keys.items():
            command += ["--set", f"{key}={value}"]
        with self.log.open("w") as output:
            self.process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)

    def stage(self):
        """The last that it has come to; none before the first."""
        said = self.log.read_text(errors="replace").splitlines()
        lines = [line.removeprefix("prospector: ") for line in said if line.startswith("prospector: ")]
        reached = [name for name, words in STAGES.items() if any(re.search(words, line) for line in lines)]
        return reached[-1] if reached else None

    def await_stage(self, name):
        """Waits for a stage, or a later one; false if it has ended before."""
        order = list(STAGES)
        while (at := self.stage()) is None or order.index(at) < order.index(name):
            if self.process.poll() is not None:
                return self.stage() == name
            time.sleep(0.02)
        return True

    def kill(self):
        """False if it has ended by itself."""
        self.process.kill()
        return self.process.wait() == -9

    def done(self):
        code = self.process.wait()
        require(code == 0, f"a night ended with {code}:\n{self.log.read_text(errors='replace')[-4000:]}")


def require(holds, otherwise):
    if not holds:
        sys.exit(f"kills.py: {otherwise}")


def hashes(data):
    files = [file for part in ("versions", "exports") for file in (data / part).rglob("*") if file.is_file()]
    return {str(file.relative_to(data)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def again(folder):
    """As things stood before the second night."""
    shutil.rmtree(folder / "data")
    shutil.copytree(folder / "before", folder / "data")


def measured(folder):
    """The seconds of each stage of a night that is left alone."""
    night, came = Night(folder), {}
    for name in STAGES:
        require(night.await_stage(name), f"a night never came to '{name}':\n{night.log.read_text(errors='replace')[-4000:]}")
        came[name] = time.monotonic()
    night.done()
    return {name: came[later] - came[name] for name, later in itertools.pairwise(STAGES)}


def killed(folder, stage, seconds):
    """Kills a night so long after it has come to a stage, and says where it was."""
    while True:
        again(folder)
        night = Night(folder)
        night.await_stage(stage)
        time.sleep(seconds)
        at = night.stage()
        if night.kill():
            return at
        seconds /= 2  # It was faster today.


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    draw = random.Random(options.seed)
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        prompts = folder / "prompts.txt"
        prompts.write_text("a red circle\na purple square\n")
        Night(folder).done()
        shutil.copytree(folder / "data", folder / "before")
        prompts.write_text(prompts.read_text() + "\n".join(NEW) + "\n")
        seconds = measured(folder)
        calm = hashes(folder / "data")
        print("kills.py: left alone:", ", ".join(f"{name} {took:.1f} s" for name, took in seconds.items()), flush=True)

        hit = dict.fromkeys(seconds, 0)
        for number, stage in zip(range(1, options.kills + 1), itertools.cycle(seconds)):
            moment = draw.uniform(0, seconds[stage])
            at = killed(folder, stage, moment)
            half = hashes(folder / "data")
            Night(folder).done()
            now = hashes(folder / "data")
            wrong = sorted(file for file in calm.keys() | now.keys() if calm.get(file) != now.get(file))
            require(not wrong, f"killed at '{at}', {moment:.2f} s after '{stage}': other bytes in {', '.join(wrong)}")
            hit[at] = hit.get(at, 0) + 1
            print(f"{number:4d}  {stage} + {moment:.2f} s: killed at '{at}', {len(half)} of {len(calm)} files were there", flush=True)
    print("kills.py:", ", ".join(f"{name} {kills}" for name, kills in hit.items()))
    print(f"kills.py: {options.kills} kills, and each time the {len(calm)} files of a night that was left alone, to the byte")


if __name__ == "__main__":
    main()
