#!/usr/bin/env python3
"""Writes the bundle "tight" beside this file: a denoiser and a decoder that truly run out of memory, on any machine.

The denoiser asks libtorch for more than an address space can hold when it is given more than four samples, the decoder
when it is given more than two, and both when a prompt has the word "vast". Otherwise D(x; sigma) = x / 2 + red / 4, and
the decoder repeats every latent 4x4 times: what a tile holds depends on nothing outside of it.
"""

import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor, nn


class TextEncoder(nn.Module):
    def forward(self, ids: Tensor) -> Tensor:
        return (ids == 1).any(1, keepdim=True).float() + 9 * (ids == 2).any(1, keepdim=True).float()


class Denoiser(nn.Module):
    def forward(self, x: Tensor, t: Tensor, words: Tensor) -> Tensor:
        if x.shape[0] > 4 or bool((words > 8).any()):
            x = x + torch.empty([1 << 46]).sum()
        clean = x / 2 + words.reshape(-1, 1, 1, 1) / 4
        return (x - clean) / t.clamp(min=1e-6).reshape(-1, 1, 1, 1)


class Decoder(nn.Module):
    def forward(self, latents: Tensor) -> Tensor:
        if latents.shape[0] > 2:
            latents = latents + torch.empty([1 << 46]).sum()
        pictures = torch.sigmoid(latents)
        return pictures.repeat_interleave(4, 2).repeat_interleave(4, 3)


def main():
    out = Path(__file__).parent / "tight"
    out.mkdir(exist_ok=True)
    parts = {"text_encoder": TextEncoder(), "denoiser": Denoiser(), "decoder": Decoder()}
    for name, module in parts.items():
        torch.jit.script(module.eval()).save(str(out / f"{name}.pt"))
    (out / "vocabulary.txt").write_text("-\nred\nvast\n")
    manifest = {
        "format": 3,
        "name": "tight",
        "family": "test",
        "description": "runs out of memory above two samples",
        "parameters": 0,
        "latent": {"channels": 3, "height": 8, "width": 8},
        "image": {"height": 32, "width": 32, "multiple": 4},
        "process": "flow",
        "prediction": "velocity",
        "schedule": {"type": "flow", "shift": 1},
        "time": {"type": "linear", "scale": 1},
        "sampler": "euler",
        "steps": 4,
        "guidance": {"type": "classifier-free", "scale": 1},
        "text": {
            "tokenizers": [{"type": "words", "file": "vocabulary.txt", "length": 4, "mask": False}],
            "unconditional": "encode",
        },
        "conditioning": ["words"],
        "parts": {name: {"file": f"{name}.pt", "dtype": "float32", "parameters": 0} for name in parts},
    }
    files = sorted(path for path in out.iterdir() if path.name != "bundle.json")
    manifest["sha256"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (out / "bundle.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
