"""What check.sh compares and holds: images, rows, a pipeline's images and rate, memory."""

import argparse
import glob
import hashlib
import json
import os
import shutil
import sys
import time

import numpy as np
import torch
from PIL import Image


def pictures(folder):
    return np.stack([np.asarray(Image.open(path)).astype(int) for path in sorted(glob.glob(os.path.join(folder, "*.png")))])


def images(args):
    """At most 1/255 between two devices' images."""
    apart = np.abs(pictures(args.a) - pictures(args.b))
    return f"at most {apart.max()} of 255 apart, mean {apart.mean():.2g}, {(apart > 0).mean():.2%} of values", apart.max() <= 2


def rows(args):
    """The same winners, and scores that differ in their last digits."""
    import pandas
    a, b = (pandas.read_parquet(sorted(glob.glob(os.path.join(run, "results", "*.parquet")))) for run in (args.a, args.b))
    a, b = (t.sort_values(["prompt_id", "rank"]).reset_index(drop=True) for t in (a, b))
    same = (a["lineage"].astype(str) == b["lineage"].astype(str)) if "lineage" in a else a["seed"] == b["seed"]
    apart = (a["score"] - b["score"])[same].abs().max()
    return f"{same.sum()} of {len(a)} winners are the same; their scores at most {apart:.2g} apart, means {a['score'].mean():.5f} {b['score'].mean():.5f}", bool(same.mean() > .9 and apart < .02)


def loaded(args):
    import diffusers
    device = "cuda" if args.device == "gpu" else "cpu"
    pipe = diffusers.DiffusionPipeline.from_pretrained(args.pipeline, torch_dtype=torch.float16 if device == "cuda" else torch.float32)
    pipe.set_progress_bar_config(disable=True)
    return pipe.to(device)


def drawn(pipe, args, seeds):
    # In float32, as Prospector's: of a generator's bits torch.randn makes other numbers in each precision.
    noise = torch.cat([torch.randn(1, 4, 64, 64, generator=torch.Generator("cpu").manual_seed(seed)) for seed in seeds])
    noise = noise.to(pipe.device, pipe.unet.dtype)
    return pipe(["a red fox"] * len(seeds), latents=noise, num_inference_steps=args.steps, height=512, width=512, output_type="np").images


def pipeline(args):
    """What diffusers draws from the same seeds on the same device."""
    want = np.rint(np.clip(np.concatenate([drawn(loaded(args), args, [0, 1])]), 0, 1) * 255).astype(int)
    apart = np.abs(want - pictures(args.images))
    return f"at most {apart.max()} of 255 from diffusers, mean {apart.mean():.2g}, {(apart > 1).mean():.2%} of values by more than 1", apart.mean() < 1


def rate(args):
    """Images per second of diffusers' own loop, at its best batch."""
    pipe, best = loaded(args), (0, 0)
    for batch in (1, 2, 4, 8, 16, 32, 64):
        drawn(pipe, args, range(batch))
        started = time.time()
        drawn(pipe, args, range(batch))
        best = max(best, (batch / (time.time() - started), batch))
    return f"{best[0]:.2f} images/s at batch {best[1]}", True


def poison(args):
    """Writes a verifier whose kernel breaks the CUDA context, as a defect of a driver or of memory does."""
    shutil.copytree(args.a, args.b)
    path = os.path.join(args.b, "score.pt")
    torch.jit.script(OutOfBounds()).save(path)
    manifest = os.path.join(args.b, "verifier.json")
    with open(manifest, encoding="utf-8") as f:
        described = json.load(f)
    with open(path, "rb") as f:
        described["sha256"]["score.pt"] = hashlib.sha256(f.read()).hexdigest()
    with open(manifest, "w", encoding="utf-8") as f:
        json.dump(described, f)
    return args.b, True


class OutOfBounds(torch.nn.Module):
    def forward(self, images: torch.Tensor, text: torch.Tensor):
        return torch.zeros(4, device=images.device)[torch.full([images.size(0)], 1 << 20, device=images.device)]


def occupy(args):
    """Holds all of the GPU but some GiB, until killed."""
    free, _ = torch.cuda.mem_get_info()
    held = torch.empty(int(free - args.gib * 2**30), dtype=torch.uint8, device="cuda")
    print(f"holding {held.numel() / 2**30:.1f} GiB", flush=True)
    time.sleep(600)


def renamed(args):
    """Another name makes a bundle another model."""
    path = os.path.join(args.bundle, "bundle.json")
    with open(path, encoding="utf-8") as f:
        described = json.load(f)
    described["name"] = "second"
    with open(path, "w", encoding="utf-8") as f:
        json.dump(described, f)
    return args.bundle, True


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    verbs = parser.add_subparsers(required=True)
    for name, positional in ((images, "ab"), (rows, "ab"), (pipeline, ("pipeline", "images")), (rate, ("pipeline",)), (occupy, ("gib",)), (renamed, ("bundle",)), (poison, "ab")):
        verb = verbs.add_parser(name.__name__, help=name.__doc__)
        verb.set_defaults(run=name)
        for argument in positional:
            verb.add_argument(argument, **({"type": float} if argument == "gib" else {}))
        verb.add_argument("--steps", type=int, default=10)
        verb.add_argument("--device", choices=("cpu", "gpu"), default="gpu")
    args = parser.parse_args()
    said, right = args.run(args)
    print(said)
    return 0 if right else 1


if __name__ == "__main__":
    sys.exit(main())
