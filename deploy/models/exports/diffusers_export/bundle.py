"""Bundles on disk: parts, manifest, checksums, and room for them."""

import os
import shutil
from collections import Counter

import torch

from bundle_files import leave_out_sources, sha256, write_json

from .families import family_of
from .schedulers import discrete
from .tracing import traced

PARTS = ("text_encoder", "denoiser", "decoder", "encoder")
FORMAT = 3


def own_size(manifest):
    """Height and width of the pictures that a search draws unless it says otherwise."""
    return manifest["image"]["height"], manifest["image"]["width"]


def example_size(manifest, scale=1):
    """Height and width to run parts at: small and not square where sizes are free."""
    image = manifest["image"]
    side = image.get("multiple")
    return own_size(manifest) if side is None else (4 * scale * side, 6 * side)


def described(pipe, name, dtype, height=None, width=None):
    """All of a manifest but what depends on the files."""
    family = family_of(type(pipe).__name__)
    own = family.manifest(pipe)
    if "process" not in own:
        own = {**own, **discrete(pipe.scheduler)}
    own = {"format": FORMAT, "name": name, "family": family.name, "description": f"{type(pipe).__name__}, {dtype}", **own}
    return require_own_size(own) if height is None else resized(own, height, width)


def require_own_size(manifest):
    """The same, if the model's own size is one that the written parts can draw: where it is not, a pipeline pads inside its network."""
    image = manifest["image"]
    if (multiple := image.get("multiple")) and (image["height"] % multiple or image["width"] % multiple):
        raise ValueError(
            f"the model's own pictures are {image['width']}x{image['height']}, expected sides that are multiples of {multiple}, its network's halvings: "
            f"give --height and --width that are",
        )
    return manifest


def resized(manifest, height, width):
    latent, image = manifest["latent"], manifest["image"]
    multiple = image.get("multiple")
    if (height, width) != (image["height"], image["width"]) and (multiple is None or height % multiple or width % multiple):
        expected = f"{image['height']} and {image['width']}" if multiple is None else f"multiples of {multiple}"
        raise ValueError(f"--height {height} --width {width}, expected {expected}")
    return {
        **manifest, "image": {**image, "height": height, "width": width},
        "latent": {**latent, "height": latent["height"] * height // image["height"], "width": latent["width"] * width // image["width"]},
    }


def count(module):
    return sum({id(p): p.numel() for p in module.parameters()}.values())


def dtype_of(module):
    """That of most weights, as PyTorch calls it: T5 has some in float32 among those in float16. Of a part without weights, that of its outputs."""
    weights = Counter()
    for p in module.parameters():
        weights[p.dtype] += p.numel()
    ((most, _),) = weights.most_common(1) or [(torch.float32, 0)]
    return str(most).removeprefix("torch.")


def require_room(modules, folder):
    needed = sum(p.numel() * p.element_size() for module in modules for p in module.parameters())
    os.makedirs(os.path.dirname(os.path.abspath(folder)), exist_ok=True)
    free = shutil.disk_usage(os.path.dirname(os.path.abspath(folder))).free
    if free < 2 * needed:  # a part is written twice before its first version goes
        raise ValueError(f"{folder}: {free / 1e9:.1f} GB free, expected {2 * needed / 1e9:.1f} GB for {needed / 1e9:.1f} GB of weights")


def write_part(module, examples, path):
    """Trace and save; returns the file's row of the manifest."""
    torch.jit.save(traced(module, examples), path)
    leave_out_sources(path)
    return {"file": os.path.basename(path), "dtype": dtype_of(module), "parameters": count(module)}


def copy(files, folder):
    """Files by their names in the folder."""
    for name, path in files.items():
        os.makedirs(os.path.dirname(os.path.join(folder, name)), exist_ok=True)
        shutil.copyfile(path, os.path.join(folder, name))


def write_manifest(manifest, folder, copied=()):
    """With the checksums of all files that the manifest names, and of those that were copied."""
    parts = [manifest["parts"], *manifest.get("realisations", {}).values()]
    files = [part["file"] for named in parts for part in named.values()] + [row["file"] for row in manifest["text"]["tokenizers"]] + [*copied]
    manifest = {**manifest, "sha256": {file: sha256(os.path.join(folder, file)) for file in files}}
    write_json(manifest, os.path.join(folder, "bundle.json"))
