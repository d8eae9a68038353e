#!/usr/bin/env python3
"""Candidates per second of a warm `prospector search` against a diffusers pipeline of the same weights.

    python benchmarks/bench_diffusers.py [--rounds 3]

A tiny Stable Diffusion of random weights, 64 candidates for each of 4 prompts, 20 steps of DDIM, guidance 5, batch 16, one thread each, alternated in one run.
`whole`: the pipeline is called as users call it for best of N (texts encoded at every call, every candidate decoded), Prospector searches by `realism`.
`denoising`: the pipeline is given embeddings and asked for latents; of Prospector's time only its stages noise and denoise count. A search is warm: its rate is
the difference between two searches of different length.
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
import warnings
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = "1"
warnings.simplefilter("ignore")

import torch  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "deploy/models/exports"))
import export_diffusers  # noqa: E402
from specimens.tiny_unet import TINY  # noqa: E402

PROMPTS = ("a red fox in the snow", "two birds at night", "a blue sea", "oil on canvas")
CANDIDATES, STEPS, GUIDANCE, BATCH = 64, 20, 5.0, 16
STAGES = ("noise", "denoise")


def search(bundle, prompts, candidates, out):
    command = [ROOT / "prospector", "search", "--master", "local[1]", "--bundle", bundle, "--prompts", prompts, "--verifier", "realism", "--held-out", "none",
               "--candidates", str(candidates), "--steps", str(STEPS), "--guidance", str(GUIDANCE), "--batch", str(BATCH), "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    totals = json.loads((Path(out) / "run.json").read_text())["totals"]
    return totals["seconds"], sum(totals["stages"][stage] for stage in STAGES), totals["candidates"]


def prospector(bundle, prompts):
    with tempfile.TemporaryDirectory() as out:
        short, long = (search(bundle, prompts, n, f"{out}/{n}") for n in (BATCH, BATCH + CANDIDATES))
    seconds, denoising, count = (b - a for a, b in zip(short, long))
    return count / seconds, count / denoising


@torch.no_grad()
def pipeline(pipe):
    rates = []
    for whole in (True, False):
        start = time.perf_counter()
        for prompt in PROMPTS:
            known = {"prompt": prompt}
            if not whole:
                positive, negative = pipe.encode_prompt(prompt, "cpu", 1, True)
                known = {"prompt_embeds": positive, "negative_prompt_embeds": negative}
            for first in range(0, CANDIDATES, BATCH):
                generators = [torch.Generator("cpu").manual_seed(seed) for seed in range(first, first + BATCH)]
                pipe(**known, generator=generators, num_images_per_prompt=BATCH, num_inference_steps=STEPS, guidance_scale=GUIDANCE,
                     output_type="pt" if whole else "latent")
        rates.append(len(PROMPTS) * CANDIDATES / (time.perf_counter() - start))
    return rates


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args()
    torch.set_num_threads(1)
    pipe = TINY["stable-diffusion"]()
    with tempfile.TemporaryDirectory() as folder:
        bundle, prompts = os.path.join(folder, "bundle"), os.path.join(folder, "prompts.txt")
        export_diffusers.export(pipe, bundle, "tiny", "float32")
        Path(prompts).write_text("\n".join(PROMPTS) + "\n")
        pipeline(pipe)
        rows = []
        for _ in range(args.rounds):
            ours, theirs = prospector(bundle, prompts), pipeline(pipe)
            rows.append([*ours, *theirs])
            print("prospector {:.1f} whole, {:.1f} denoising; diffusers {:.1f} whole, {:.1f} denoising".format(*rows[-1]), flush=True)
    for name, ours, theirs in (("whole", 0, 2), ("denoising", 1, 3)):
        ratios = [row[ours] / row[theirs] for row in rows]
        print(f"{name}: {statistics.median(ratios):.2f} times diffusers ({min(ratios):.2f} to {max(ratios):.2f})")


if __name__ == "__main__":
    main()
