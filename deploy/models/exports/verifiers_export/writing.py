"""A verifier bundle on disk, complete or not at all."""

import os
import shutil

import numpy as np
import torch
from PIL import Image

from bundle_files import leave_out_sources, sha256, write_json
from verifiers_export.export import scripts

FORMAT = 2
DTYPES = {"float32": torch.float32, "float16": torch.float16, "bfloat16": torch.bfloat16}
BYTES = {"float32": 4, "float16": 2, "bfloat16": 2}
TOLERANCE = {"float32": 1e-3, "float16": 2e-2, "bfloat16": 1e-1}  # of scores: the first is the promise, the others are what rounding does to one of size 1

PROMPTS = ["a red circle left of a blue square", "a photo of a cat", "", "a lighthouse at night"]
SIZES = [(96, 64), (61, 150), (40, 40), (1536, 640)]  # the last is resized down before across by most networks' processors


def count(module):
    return sum(p.numel() for p in module.parameters()) if module is not None else 0


def write(export, out, name, dtype, batch):
    """Writes the bundle and tests it; returns the largest difference."""
    if os.path.lexists(out):
        raise SystemExit(f"{out}: is there already, expected a new directory")
    parameters = {"text": count(export.text), "features" if export.size else "score": count(export.network)}
    require_space(out, sum(parameters.values()) * BYTES[dtype])
    pictures = [picture(*size, seed=i) for i, size in enumerate(SIZES)]
    prompts = PROMPTS if export.tokenizers and export.tokenizers[0]["type"] != "labels" else export_labels(export)
    with torch.inference_mode():
        wanted = [export.reference([p], [t]) for p, t in zip(pictures, prompts)]  # before the weights are rounded
    part = out.rstrip("/") + ".part"
    shutil.rmtree(part, ignore_errors=True)
    os.makedirs(part)
    sums = {}
    for file, text in export.files.items():
        with open(os.path.join(part, file), "w", encoding="utf-8", newline="\n") as f:
            f.write(text)
    for title, script in scripts(export, DTYPES[dtype]).items():
        path = os.path.join(part, title + ".pt")
        script.save(path)
        leave_out_sources(path)
        print(f"{title}.pt: {parameters[title]:,} parameters, {os.path.getsize(path) / 1e6:,.1f} MB", flush=True)
    for file in sorted(os.listdir(part)):
        sums[file] = sha256(os.path.join(part, file))
    manifest = {
        "format": FORMAT, "name": name, "kind": export.kind, "type": "features" if export.size else "score", "description": export.description,
        "range": export.range, "parameters": sum(parameters.values()), "batch": batch,
        **({"features": {"size": export.size}} if export.size else {}),
        **({"text": {"tokenizers": export.tokenizers}} if export.tokenizers else {}),
        "parts": {title: {"file": title + ".pt", "dtype": dtype, "parameters": number} for title, number in parameters.items() if title + ".pt" in sums},
        "sha256": sums,
    }
    write_json(manifest, os.path.join(part, "verifier.json"))
    worst = test(part, export, pictures, prompts, wanted)
    largest = max(want.abs().max().item() for want in wanted)
    tolerance = TOLERANCE[dtype] * (1. if dtype == "float32" else max(1., largest))
    if not worst <= tolerance:
        raise SystemExit(f"{part}: differs from the reference by {worst:.1e}, expected at most {tolerance:.1e}")
    os.replace(part, out)
    return worst


def require_space(out, size):
    free = shutil.disk_usage(os.path.dirname(os.path.abspath(out))).free
    if free < size * 1.05 + 1e7:
        raise SystemExit(f"{out}: needs {size / 1e9:.1f} GB, but the disk has {free / 1e9:.1f} GB left")


def export_labels(export):
    """For classifiers: names of their own; nothing to say where there is no text."""
    names = export.files["labels.txt"].splitlines() if export.files else []
    return [names[i % len(names)].split(",")[0] for i in (0, 1, -1, 2)] if names else [""] * len(SIZES)


def picture(height, width, seed):
    """Noise, in blocks where it would otherwise average out before a network sees it."""
    side = max(1, min(height, width) // 64)
    blocks = np.random.default_rng(seed).integers(0, 256, (-(-height // side), -(-width // side), 3), dtype=np.uint8)
    return Image.fromarray(blocks.repeat(side, 0).repeat(side, 1)[:height, :width])


def run(folder, export, pictures, prompts):
    """What the bundle says, by its files."""
    at = lambda part: torch.jit.load(os.path.join(folder, part + ".pt"), map_location="cpu")  # noqa: E731
    batch = torch.stack([torch.from_numpy(np.array(p)).permute(2, 0, 1) for p in pictures]).float() / 255
    conditions = export.encode(prompts) if export.encode else []
    with torch.inference_mode():
        if export.text is not None:
            conditions = [at("text")(*conditions)]
        return at("features" if export.size else "score")(batch, *conditions)


def test(folder, export, pictures, prompts, wanted):
    worst = 0.
    for one, prompt, want in zip(pictures, prompts, wanted):
        found = run(folder, export, [one], [prompt])
        difference = (found - want).abs().max().item()
        print(f"{one.size[0]}x{one.size[1]} {prompt!r}: {difference:.1e} from the reference"
              + ("" if export.size else f" ({want.item():.4f})"), flush=True)
        worst = max(worst, difference)
    if all(torch.equal(want, wanted[0]) for want in wanted):
        print("careful: the reference scores all pictures the same, so that this comparison shows little", flush=True)
    return worst
