#!/usr/bin/env python3
"""What a bundle's parts take for one sample, held against what its manifest declares: `flops.py BUNDLE…`; with --write the manifest is made to say it.

Floating-point operations of matrix products, convolutions and attention, a multiply-add as two, counted by torch.utils.flop_counter while the TorchScript
file runs; what goes over values one by one is not counted. At the bundle's own size, with prompts as long as its tokenizers make them. Other weights of the
same file, and other precisions, take as many.
"""

import argparse
import json
import os

import torch
from torch.nn.attention import SDPBackend, sdpa_kernel
from torch.utils.flop_counter import FlopCounterMode

from bundle_files import write_json

MANIFEST = "bundle.json"


@torch.no_grad()
def counted(module, inputs):
    """What a module returns, and the operations that it took."""
    with sdpa_kernel(SDPBackend.MATH), FlopCounterMode(display=False) as counter:  # fused attention on the CPU would count as nothing
        out = module(*inputs)
    return out, counter.get_total_flops()


def measured(folder, manifest):
    """By part, of one sample."""
    found = {}

    def run(part, *inputs):
        script = torch.jit.load(os.path.join(folder, manifest["parts"][part]["file"]), map_location="cpu")
        out, found[part] = counted(script, inputs)
        return out

    latent, image = manifest["latent"], manifest["image"]
    x = torch.zeros(1, latent["channels"], latent["height"], latent["width"])
    conditions = run("text_encoder", *tokens(manifest["text"]["tokenizers"]))
    conditions = conditions if isinstance(conditions, tuple) else (conditions,)
    scale = (torch.ones(1),) if manifest["guidance"]["type"] == "embedded" else ()
    run("denoiser", x, torch.full((1,), .5), *scale, *conditions)
    run("decoder", x)
    if "encoder" in manifest["parts"]:
        run("encoder", torch.zeros(1, 3, image["height"], image["width"]))
    return found


def tokens(tokenizers):
    for row in tokenizers:
        yield torch.zeros(1, row["length"], dtype=torch.int64)
        if row["mask"]:
            yield torch.ones(1, row["length"], dtype=torch.int64)


def read(folder):
    with open(os.path.join(folder, MANIFEST), encoding="utf-8") as f:
        return json.load(f)


def differences(folder):
    """A sentence for each part that declares something else than it takes."""
    manifest = read(folder)
    declared = {part: row.get("flops") for part, row in manifest["parts"].items()}
    return [
        f"{os.path.join(folder, MANIFEST)}: key 'parts.{part}.flops' was {declared[part]}, expected {flops}"
        for part, flops in measured(folder, manifest).items() if declared[part] != flops
    ]


def declare(folder):
    """Write them into the manifest."""
    manifest = read(folder)
    for part, flops in measured(folder, manifest).items():
        manifest["parts"][part]["flops"] = flops
    write_json(manifest, os.path.join(folder, MANIFEST))


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundles", nargs="+", metavar="BUNDLE")
    parser.add_argument("--write", action="store_true", help="declare what was counted")
    args = parser.parse_args()
    for folder in args.bundles:
        if args.write:
            declare(folder)
    wrong = [line for folder in args.bundles for line in differences(folder)]
    if wrong:
        raise SystemExit("\n".join(wrong))


if __name__ == "__main__":
    main()
