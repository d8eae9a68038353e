#!/usr/bin/env python3
"""Candidates per second of a warm `prospector search` against a diffusers pipeline of the same weights.

    python benchmarks/bench_diffusers.py [--rounds 3] [--pipeline stable-diffusion stable-diffusion-xl stable-diffusion-3 dit]

A tiny pipeline of random weights, 64 candidates for each of 4 prompts, 20 steps, guidance 5, batch 16, one thread each, alternated in one run.
`whole`: the pipeline is called as users call it for best of N (texts encoded at every call, every candidate decoded), Prospector searches by `realism`.
`pruned`: the same for `--algorithm pruning`, which neither finishes nor decodes what falls behind; of its candidates those count that it begins with.
`denoising`: the pipeline is given embeddings and asked for latents; of Prospector's time only its stages noise and denoise count. DiT's, which takes classes,
has no such call. A search is warm: its rate is the difference between two searches of different length.
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

import pyarrow.parquet as pq  # noqa: E402
import torch  # noqa: E402

ROOT = Path(__file__).resolve().parents[1]
sys.path.append(str(ROOT / "deploy/models/exports"))
import export_diffusers  # noqa: E402
from specimens import tiny_transformers, tiny_unet  # noqa: E402

TINY = {**tiny_unet.TINY, **tiny_transformers.TINY}
PROMPTS = ("a red fox in the snow", "two birds at night", "a blue sea", "oil on canvas")
CLASSES = {"tench": 0, "goldfish": 1, "golden retriever": 207}
CANDIDATES, STEPS, GUIDANCE, BATCH = 64, 20, 5.0, 16
STAGES = ("noise", "denoise")
POOLED = ("prompt_embeds", "negative_prompt_embeds", "pooled_prompt_embeds", "negative_pooled_prompt_embeds")
ENCODED = {  # what a pipeline's encode_prompt gives, by the names of what it takes, and what it asks for besides a prompt; none takes classes
    "stable-diffusion": (POOLED[:2], {}),
    "stable-diffusion-xl": (POOLED, {}),
    "stable-diffusion-3": (POOLED, {"prompt_2": None, "prompt_3": None}),
    "dit": None,
}


def search(bundle, prompts, candidates, out, algorithm="random"):
    """Seconds, those of the stages noise and denoise, and candidates that were begun."""
    command = [ROOT / "prospector", "search", "--master", "local[1]", "--bundle", bundle, "--prompts", prompts, "--verifier", "realism", "--held-out", "none",
               "--algorithm", algorithm, "--candidates", str(candidates), "--steps", str(STEPS), "--guidance", str(GUIDANCE), "--batch", str(BATCH), "--out", out]
    subprocess.run(command, check=True, capture_output=True)
    totals = json.loads((Path(out) / "run.json").read_text())["totals"]
    begun = sum(pq.read_metadata(file).num_rows for file in Path(out).glob("log/*/round-000.parquet"))
    return totals["seconds"], sum(totals["stages"][stage] for stage in STAGES), begun


def prospector(bundle, prompts, algorithm="random"):
    with tempfile.TemporaryDirectory() as out:
        short, long = (search(bundle, prompts, n, f"{out}/{n}", algorithm) for n in (BATCH, BATCH + CANDIDATES))
    seconds, denoising, count = (b - a for a, b in zip(short, long))
    return count / seconds, count / denoising


@torch.no_grad()
def pipeline(pipe, encoded, whole):
    start = time.perf_counter()
    prompts = PROMPTS if encoded else CLASSES
    for prompt in prompts:
        known = {"prompt": prompt, "num_images_per_prompt": BATCH} if encoded else {"class_labels": [CLASSES[prompt]] * BATCH}
        if not whole:
            names, asked = encoded
            known = dict(zip(names, pipe.encode_prompt(prompt, **asked, device="cpu", num_images_per_prompt=BATCH, do_classifier_free_guidance=True)))
        for first in range(0, CANDIDATES, BATCH):
            generators = [torch.Generator("cpu").manual_seed(seed) for seed in range(first, first + BATCH)]
            pipe(**known, generator=generators, num_inference_steps=STEPS, guidance_scale=GUIDANCE, output_type="pt" if whole else "latent")
    return len(prompts) * CANDIDATES / (time.perf_counter() - start)


def compare(name, rounds):
    pipe, encoded = TINY[name](), ENCODED[name]
    pipe.set_progress_bar_config(disable=True)
    with tempfile.TemporaryDirectory() as folder:
        bundle, prompts = os.path.join(folder, "bundle"), os.path.join(folder, "prompts.txt")
        export_diffusers.export(pipe, bundle, "tiny", "float32")
        Path(prompts).write_text("\n".join(PROMPTS if encoded else CLASSES) + "\n")
        pipeline(pipe, encoded, whole=True)
        ratios = {"whole": [], "pruned": [], **({"denoising": []} if encoded else {})}
        for _ in range(rounds):
            (ours, denoising), (pruned, _) = prospector(bundle, prompts), prospector(bundle, prompts, "pruning")
            theirs = pipeline(pipe, encoded, whole=True)
            rates = {"whole": (ours, theirs), "pruned": (pruned, theirs)}
            if encoded:
                rates["denoising"] = denoising, pipeline(pipe, encoded, whole=False)
            for measure, (a, b) in rates.items():
                ratios[measure].append(a / b)
            print(f"{name}: " + ", ".join(f"{measure} {a:.1f} for diffusers' {b:.1f}" for measure, (a, b) in rates.items()), flush=True)
    for measure, of in ratios.items():
        print(f"{name}, {measure}: {statistics.median(of):.2f} times diffusers ({min(of):.2f} to {max(of):.2f})")


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--pipeline", nargs="+", choices=ENCODED, default=list(ENCODED))
    args = parser.parse_args()
    torch.set_num_threads(1)
    for name in args.pipeline:
        compare(name, args.rounds)


if __name__ == "__main__":
    main()
