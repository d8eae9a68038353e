"""The loop that a user would write over the shipped shapes-b: noise, text, Euler's steps, two verifiers. No Spark."""

import argparse
import itertools
import json
import sys
from pathlib import Path

import torch

ROOT = Path(__file__).resolve().parents[1]
RESOURCES = ROOT / "executors/src/main/resources"
BUNDLE = RESOURCES / "bundles/shapes-b"
VERIFIERS = ("detector", "realism")
BATCH = 16


def scripted():
    """The files as they are shipped: text encoder, denoiser, decoder, verifiers."""
    files = [BUNDLE / f"{part}.pt" for part in ("text_encoder", "denoiser", "decoder")]
    return [torch.jit.load(file).eval() for file in files + [RESOURCES / f"verifiers/{name}/network.pt" for name in VERIFIERS]]


def eager():
    """The same weights in the modules that were trained."""
    sys.path += [str(ROOT / "deploy/models/shapes"), str(ROOT / "deploy/models/exports")]
    import denoiser
    import export_shapes
    import recover_checkpoints

    files, given = recover_checkpoints.BUNDLES | recover_checkpoints.VERIFIERS, argparse.Namespace(resources=RESOURCES)
    model, *networks = denoiser.Model("b"), *(export_shapes.NETWORKS[name]() for name in VERIFIERS)
    for name, module in zip(("b", *VERIFIERS), (model, *networks)):
        module.load_state_dict(recover_checkpoints.checkpoint(given, name, files[name]))
    return [module.eval() for module in (model.text, model.denoiser, denoiser.Decoder(), *networks)]


class Loop:
    """Candidates of the prompts by turns, a batch at a time."""

    def __init__(self, prompts, parts):
        self.prompts = prompts
        self.encoder, self.denoiser, self.decoder, *self.verifiers = parts
        words = (BUNDLE / "vocabulary.txt").read_text().split("\n")
        self.words = {word: number for number, word in enumerate(words)}
        steps = json.loads((BUNDLE / "bundle.json").read_text())["steps"]
        self.sigmas = [1 - i / steps for i in range(steps + 1)]

    def ids(self, prompt):
        letters = "".join(c if c.isalpha() else " " for c in prompt)
        return ([self.words[word] for word in letters.split() if word in self.words] + [0] * 14)[:14]

    @torch.inference_mode()
    def batch(self, number):
        """Scores [2, 16] of batch number so and so."""
        seeds = range(number * BATCH, (number + 1) * BATCH)
        context = self.encoder(torch.tensor([self.ids(self.prompts[seed % len(self.prompts)]) for seed in seeds]))
        noise = [torch.randn(1, 3, 32, 32, generator=torch.Generator().manual_seed(seed)) for seed in seeds]
        x = torch.cat(noise)
        for sigma, following in itertools.pairwise(self.sigmas):
            x = x + (following - sigma) * self.denoiser(x, torch.full((BATCH,), sigma), context)
        pictures = self.decoder(x)
        return [verifier(pictures) for verifier in self.verifiers]
