#!/usr/bin/env python3
"""Tiny pipelines of random weights, exported and drawn from: `conformance.py OUT`, what DiffusersConformanceTest holds Prospector against.

OUT/bundles/PIPELINE/VARIANT is a bundle; the variants of a pipeline differ in their scheduler and share their parts. OUT/cases/NAME has a case.json and
what the pipeline drew: latents.npy [B,C,h,w], images.npy [B,3,H,W] in [0, 1], and for the ancestral sampler step_noise.npy [steps-1,B,C,h,w], the noise that
diffusers was made to add on its way, since Prospector derives its own otherwise.
"""

import argparse
import json
import os
import shutil
import sys

import diffusers
import numpy as np
import torch

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))

import export_diffusers  # noqa: E402
from diffusers_export import bundle  # noqa: E402
from diffusers_export.families import dit, family_of, pixart_sigma  # noqa: E402
from specimens import tiny_transformers, tiny_unet  # noqa: E402

STEPS = 4
TINY = {**tiny_unet.TINY, **tiny_transformers.TINY}
PROMPTS = {dit: ("goldfish", "207")}
OTHERS = ("a red fox in the snow", "two birds at night")

DISCRETE = {
    "ddim-leading": ("DDIMScheduler", dict(timestep_spacing="leading", steps_offset=1, set_alpha_to_one=False)),
    "ddim-trailing": ("DDIMScheduler", dict(timestep_spacing="trailing", set_alpha_to_one=True)),
    "euler-leading": ("EulerDiscreteScheduler", dict(timestep_spacing="leading", steps_offset=1)),
    "euler-linspace": ("EulerDiscreteScheduler", dict(timestep_spacing="linspace")),
    "euler-trailing": ("EulerDiscreteScheduler", dict(timestep_spacing="trailing")),
    "euler-karras": ("EulerDiscreteScheduler", dict(timestep_spacing="leading", steps_offset=1, use_karras_sigmas=True)),
    "euler-ancestral": ("EulerAncestralDiscreteScheduler", dict(timestep_spacing="leading", steps_offset=1)),
    "heun": ("HeunDiscreteScheduler", dict(timestep_spacing="linspace")),
    "heun-karras": ("HeunDiscreteScheduler", dict(timestep_spacing="leading", steps_offset=1, use_karras_sigmas=True)),
    "dpmpp-2m": ("DPMSolverMultistepScheduler", dict(timestep_spacing="linspace")),
    "dpmpp-2m-leading": ("DPMSolverMultistepScheduler", dict(timestep_spacing="leading", steps_offset=1)),
    "dpmpp-2m-karras": ("DPMSolverMultistepScheduler", dict(timestep_spacing="linspace", use_karras_sigmas=True)),
}
ZERO_SNR = {"ddim-zero-snr": ("DDIMScheduler", dict(timestep_spacing="trailing", set_alpha_to_one=True, rescale_betas_zero_snr=True))}
FLOW = {
    "euler": ("FlowMatchEulerDiscreteScheduler", dict(shift=1.0, use_dynamic_shifting=False)),
    "euler-shifted": ("FlowMatchEulerDiscreteScheduler", dict(shift=3.0, use_dynamic_shifting=False)),
}


def variants(name, family):
    """Schedulers by the name of the variant, as class and settings."""
    if name in ("sit", "sit-diffusers") or name.startswith(("stable-diffusion-3", "flux")):
        dynamic = {"euler-dynamic": ("FlowMatchEulerDiscreteScheduler", {})} if name == "flux-dev" else {}
        heun = {} if name.startswith("flux") else {"heun": ("FlowMatchHeunDiscreteScheduler", dict(shift=1.0))}
        return {**dynamic, **FLOW, **heun}
    if family is dit:  # its pipeline starts from noise as DDIM and DPM-Solver take it, whatever the scheduler
        return {key: DISCRETE[key] for key in ("ddim-leading", "ddim-trailing", "dpmpp-2m")}
    if family is pixart_sigma:
        return {key: DISCRETE[key] for key in ("ddim-trailing", "euler-linspace", "heun", "dpmpp-2m", "dpmpp-2m-karras", "euler-ancestral")}
    return {**DISCRETE, **ZERO_SNR} if name == "stable-diffusion-2-v" else DISCRETE


def calls(name, free, prompts, scale):
    """Rows of (prompts, negatives, seeds, guidance, height, width)."""
    sizes = ((32, 48), (48, 32)) if free else ((32, 32), (32, 32))
    negatives = None if name in ("dit", "sit", "sit-diffusers", "flux-schnell", "flux-dev") else ["blue sea", "a bird"]
    yield prompts, None, [7, 2**32 - 1], 1.0, *sizes[0]
    if scale != 1:
        yield prompts, None, [42, 11], 5.0, *sizes[1]
        yield prompts[1:], negatives and negatives[1:], [3], 5.0, *sizes[0]


def ancestral_noise(rows, shape):
    """What the sampler adds on its way, one tensor a step, and a stand-in for diffusers' source of it."""
    drawn = [torch.randn((rows, *shape), generator=torch.Generator("cpu").manual_seed(100 + i)) for i in range(STEPS)]
    left = iter(drawn)
    return torch.stack(drawn[:-1]), lambda *args, **kwargs: next(left)


def write_case(out, name, variant, family, pipe, call):
    prompts, negative, seeds, guidance, height, width = call
    folder = os.path.join(out, "cases", f"{name}-{variant}-guidance{guidance:g}-batch{len(seeds)}")
    os.makedirs(folder)
    manifest = json.load(open(os.path.join(out, "bundles", name, variant, "bundle.json"), encoding="utf-8"))
    noise = None
    if manifest["sampler"] == "euler-ancestral":
        latent, image = manifest["latent"], manifest["image"]
        shape = latent["channels"], latent["height"] * height // image["height"], latent["width"] * width // image["width"]
        noise, source = ancestral_noise(len(seeds), shape)
        module = sys.modules[type(pipe.scheduler).__module__]
        own, module.randn_tensor = module.randn_tensor, source
    try:
        with torch.no_grad():
            latents, images = family.reference(pipe, list(prompts), negative, seeds, STEPS, guidance, height, width)
    finally:
        if noise is not None:
            module.randn_tensor = own
            np.save(os.path.join(folder, "step_noise.npy"), noise.numpy())
    np.save(os.path.join(folder, "latents.npy"), latents.contiguous().numpy())
    np.save(os.path.join(folder, "images.npy"), images.contiguous().numpy())
    with open(os.path.join(folder, "case.json"), "w", encoding="utf-8") as f:
        json.dump({
            "family": name, "variant": variant, "bundle": f"bundles/{name}/{variant}", "sampler": manifest["sampler"], "height": height, "width": width,
            "prompts": list(prompts), "negative": negative, "seeds": seeds, "steps": STEPS, "guidance": guidance,
            "latents": "latents.npy", "images": "images.npy", "step_noise": None if noise is None else "step_noise.npy",
        }, f, indent=1)
    return images


def listens(family, pipe, call):
    """Refuse a pipeline whose images hardly depend on prompt, seed or guidance: any export would agree with it."""
    prompts, _, seeds, guidance, height, width = call
    draw = lambda p, s, g: family.reference(pipe, list(p), None, s, STEPS, g, height, width)[1]  # noqa: E731
    with torch.no_grad():
        before = draw(prompts, seeds, guidance)
        changes = {"prompt": draw(prompts[::-1], seeds, guidance), "seed": draw(prompts, [s + 1 for s in seeds], guidance)}
        if guidance != 1:
            changes["guidance"] = draw(prompts, seeds, guidance / 2)
    for what, after in changes.items():
        apart = float((after - before).abs().amax(dim=(1, 2, 3)).min())
        if apart < 20 / 255:
            raise AssertionError(f"another {what} moves the image by {255 * apart:.1f}/255, expected 20 or more")


def write_pipeline(out, name):
    pipe = TINY[name]()
    family = family_of(type(pipe).__name__)
    prompts = PROMPTS.get(family, OTHERS)
    own = pipe.scheduler.config
    folder, drawn = os.path.join(out, "bundles", name), {}
    for variant, (kind, settings) in variants(name, family).items():
        pipe.scheduler = getattr(diffusers, kind).from_config(own, **{**({"clip_sample": False} if kind == "DDIMScheduler" else {}), **settings})
        target = os.path.join(folder, variant)
        if not drawn:
            first = target
            export_diffusers.export(pipe, target, name, "float32")
        else:
            link(first, target, bundle.described(pipe, name, "float32"))
        manifest = json.load(open(os.path.join(target, "bundle.json"), encoding="utf-8"))
        rows = list(calls(name, "multiple" in manifest["image"], prompts, manifest["guidance"]["scale"]))
        images = [write_case(out, name, variant, family, pipe, call) for call in rows]
        if not drawn:
            listens(family, pipe, rows[min(1, len(rows) - 1)])
        drawn[variant] = images[min(1, len(images) - 1)]  # guided ones where there are: they tell samplers apart best
    return drawn


def link(first, target, described):
    """A bundle of the same parts under another scheduler."""
    shutil.copytree(first, target, copy_function=os.link)
    manifest = json.load(open(os.path.join(first, "bundle.json"), encoding="utf-8"))
    os.remove(os.path.join(target, "bundle.json"))
    with open(os.path.join(target, "bundle.json"), "w", encoding="utf-8") as f:
        json.dump({**manifest, **described}, f, indent=1)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("out")
    parser.add_argument("--only", nargs="*", default=list(TINY), choices=list(TINY))
    args = parser.parse_args()
    torch.set_num_threads(1)
    for name in args.only:
        drawn = write_pipeline(args.out, name)
        first, *others = drawn
        kinds = {variants(name, family_of(type(TINY[name]()).__name__))[variant][0]: variant for variant in others}
        for kind, variant in kinds.items():  # of several variants of a scheduler the last: they may differ from the first pipeline's by little
            apart = float((drawn[variant] - drawn[first]).abs().max())
            if apart < 5 / 255:
                raise AssertionError(f"{name}: {variant} moves {first}'s image by {255 * apart:.1f}/255, expected 5 or more")
        print(f"{name}: {len(drawn)} schedulers", flush=True)


if __name__ == "__main__":
    main()
