#!/usr/bin/env python3
"""A diffusers pipeline as a bundle: `export_diffusers.py MODEL OUT_BUNDLE`.

    python deploy/models/exports/export_diffusers.py runwayml/stable-diffusion-v1-5 models/sd15 --dtype float16 --scheduler DDIMScheduler

Stable Diffusion 1 and 2, XL, 3 and 3.5, PixArt-Sigma, DiT, SiT, FLUX.1 (docs/models.md). Parts are traced on the CPU, written beside OUT_BUNDLE and moved
there once a self-test has held them against the pipeline's own modules. The autoencoder stays in float32: in half precision some overflow.
"""

import argparse
import copy
import os
import shutil
import sys
import time
import warnings

import torch

from diffusers_export import bundle
from diffusers_export.families import family_of
from diffusers_export.loading import DTYPES, load
from diffusers_export.measures import measured
from flops import measured as flops_of

SEARCHED = {"bfloat16": ("denoiser", "decoder"), "float16": ("denoiser",)}  # in float16 some autoencoders overflow
TOLERANCE = {"float32": 1e-3, "float16": 2e-2, "bfloat16": 1e-1}  # of a trace against its module, the largest difference over the largest value


def export(pipe, out, name, dtype, with_encoder=True, height=None, width=None, measures=({}, {}), search_dtypes=()):
    """Write a bundle, with what `measured` returns, and return the self-test's rows: part, batch, size, largest relative difference."""
    files, keys = measures
    family = family_of(type(pipe).__name__)
    manifest = bundle.described(pipe, name, dtype, height, width)
    modules = family.parts(pipe)
    if not with_encoder:
        modules.pop("encoder")
    halves = {kind: [part for part in SEARCHED[kind] if bundle.dtype_of(modules[part]) != kind] for kind in search_dtypes}
    bundle.require_room([*modules.values(), *(modules[part] for parts in halves.values() for part in parts)], out)
    os.makedirs(out)
    manifest["text"] = family.text(pipe, out)
    rows, checks = {}, []

    def write(part, module, file):
        start = time.time()
        path = os.path.join(out, file)
        row = bundle.write_part(module.eval(), family.examples(pipe, part, 2, *bundle.example_size(manifest)), path)
        say(f"{file}: {row['parameters']:,} parameters in {row['dtype']}, {time.time() - start:.0f} s")
        return row

    for part, module in modules.items():
        rows[part] = write(part, module, part + ".pt")
    manifest["parameters"] = sum(row["parameters"] for row in rows.values())
    manifest["parts"] = rows
    for kind, parts in halves.items():
        for part in parts:
            half = copy.deepcopy(modules[part]).to(DTYPES[kind])
            row = write(part, half, f"{part}-{kind}.pt")
            manifest.setdefault("realisations", {}).setdefault(kind, {})[part] = row
            checks += compared(family, pipe, part, modules[part], os.path.join(out, row["file"]), manifest, kind)
    own = [row for part, module in modules.items() for row in compared(family, pipe, part, module, os.path.join(out, part + ".pt"), manifest)]
    say("floating-point operations and checksums")
    for part, flops in flops_of(out, manifest).items():
        rows[part]["flops"] = flops
    bundle.copy(files, out)
    bundle.write_manifest({**manifest, **keys}, out, files)
    return own + checks


@torch.no_grad()
def compared(family, pipe, part, module, path, manifest, dtype=None):
    """A written part, of the module's precision or another, against the pipeline's module: at the size that it draws by default, then in two batch sizes and, where sizes are free, two more sizes."""
    script = torch.jit.load(path, map_location="cpu")
    own, sizes = bundle.own_size(manifest), {bundle.example_size(manifest), bundle.example_size(manifest, scale=2)}
    for batch, (height, width) in [(1, own)] + [(1, size) for size in sorted(sizes - {own})] + [(3, min(sizes))]:
        inputs = family.examples(pipe, part, batch, height, width)
        try:
            want, found = (out if isinstance(out, tuple) else (out,) for out in (module(*inputs), script(*inputs)))
        except RuntimeError as e:
            raise ValueError(f"self-test: {part} fails at pictures of {width}x{height}: {str(e).strip().splitlines()[-1]}") from e
        apart = max(float((f - w).abs().max() / w.abs().max().clamp(min=1e-6)) for w, f in zip(want, found, strict=True))
        yield os.path.basename(path).removesuffix(".pt"), batch, f"{width}x{height}", apart, TOLERANCE[dtype or bundle.dtype_of(module)]


def report(rows):
    """The self-test as a table; whether all of it is within the tolerance."""
    say("self-test: the written parts against the pipeline's modules, largest difference over the largest value")
    for part, batch, size, apart, tolerance in rows:
        say(f"  {part:17} batch {batch}  {size:>10}  {apart:.1e}  (at most {tolerance:.0e})")
    return all(apart <= tolerance for *_, apart, tolerance in rows)


def say(line):
    print(line, file=sys.stderr, flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0], formatter_class=argparse.ArgumentDefaultsHelpFormatter)
    parser.add_argument("model", metavar="MODEL", help="a directory of diffusers, a hub id, or one file of weights with --config")
    parser.add_argument("out", metavar="OUT_BUNDLE")
    parser.add_argument("--dtype", choices=DTYPES, default="float32", help="of the weights of denoiser and text encoder")
    parser.add_argument("--text-dtype", choices=DTYPES, help="of the text encoder's, if another (default: --dtype)")
    parser.add_argument("--search-dtype", nargs="*", default=(), choices=SEARCHED, metavar="TYPE", help="write denoiser and decoder in bfloat16 too, the denoiser in float16, for `prospector search --search-dtype`")
    parser.add_argument("--scheduler", metavar="CLASS", help="a scheduler of diffusers in place of the checkpoint's, with its configuration")
    parser.add_argument("--variant", metavar="NAME", help="of the weights in the directory or on the hub, such as fp16")
    parser.add_argument("--config", metavar="DIR_OR_HUB_ID", help="the pipeline whose configuration one file of weights has")
    parser.add_argument("--lora", action="append", default=[], metavar="FILE[:SCALE]", help="an adapter to fuse into the weights, by its scale (default: 1); repeatable")
    parser.add_argument("--height", type=int, help="of the pictures unless a search says otherwise (default: the model's own)")
    parser.add_argument("--width", type=int, help="likewise")
    parser.add_argument("--name", help="of the bundle (default: OUT_BUNDLE's last part)")
    parser.add_argument("--without", nargs="*", default=(), metavar="COMPONENT", help="of the pipeline, such as text_encoder_3 tokenizer_3 of Stable Diffusion 3")
    parser.add_argument("--no-encoder", action="store_true", help="leave out what encodes pictures to start from")
    parser.add_argument("--features", metavar="DIR", help="take along a bundle of features, by which winners' diversity and fid are then measured")
    parser.add_argument("--statistics", metavar="FILE", help="take along what true images look like to them, as `prospector models statistics` writes it")
    parser.add_argument("--classes", metavar="DIR", help="take along a bundle of class probabilities, by which Inception Scores then are")
    parser.add_argument("--overwrite", action="store_true", help="replace OUT_BUNDLE")
    args = parser.parse_args()
    warnings.filterwarnings("ignore", category=FutureWarning)
    try:
        run(args)
    except (ValueError, OSError) as e:
        raise SystemExit(f"export_diffusers.py: {e}") from e


def run(args):
    if (args.height is None) != (args.width is None):
        raise ValueError("only one of --height and --width was given, expected both or none")
    if os.path.exists(args.out) and not args.overwrite:
        raise ValueError(f"{args.out}: exists, expected a name that is free, or --overwrite")
    measures = measured(args.features, args.statistics, args.classes)
    say(f"loading {args.model}")
    pipe = load(args.model, args.dtype, args.text_dtype or args.dtype, args.scheduler, args.without, args.variant, args.config, args.lora)
    part = args.out.rstrip("/") + ".part"
    shutil.rmtree(part, ignore_errors=True)
    name = args.name or os.path.basename(os.path.abspath(args.out))
    try:
        if not report(export(pipe, part, name, args.dtype, not args.no_encoder, args.height, args.width, measures, args.search_dtype)):
            raise ValueError(f"{args.model}: the traced parts differ from the pipeline's modules (above); nothing was kept")
        if os.path.exists(args.out):
            shutil.rmtree(args.out)
        os.rename(part, args.out)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    say(f"{args.out}: look with `prospector models inspect {args.out}`, draw with `prospector models sample {args.out} --prompt … --seed 42 --out …`")


if __name__ == "__main__":
    main()
