#!/usr/bin/env python3
"""Writes the bundle "halved" beside this file: a small network with weights in float32, and its denoiser once more in bfloat16.

It listens to the words and is far from linear, so that in bfloat16 the same noise becomes an image that is a little different.
"""

import copy
import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor, nn


class TextEncoder(nn.Module):
    def forward(self, ids: Tensor) -> Tensor:
        return (ids == 1).any(1, keepdim=True).float() - (ids == 2).any(1, keepdim=True).float()


class Denoiser(nn.Module):
    def __init__(self):
        super().__init__()
        self.enter, self.leave = nn.Conv2d(4, 8, 3, padding=1), nn.Conv2d(8, 3, 3, padding=1)

    def forward(self, x: Tensor, t: Tensor, words: Tensor) -> Tensor:
        told = words.reshape(-1, 1, 1, 1).expand(-1, 1, x.shape[2], x.shape[3])
        clean = torch.tanh(self.leave(torch.sin(3 * self.enter(torch.cat([x, told], 1)))))
        return (x - clean) / t.clamp(min=.1).reshape(-1, 1, 1, 1)


class Half(nn.Module):
    """Computes in bfloat16, which stays inside."""

    def __init__(self, module: nn.Module):
        super().__init__()
        self.module = copy.deepcopy(module).to(torch.bfloat16)

    def forward(self, x: Tensor, t: Tensor, words: Tensor) -> Tensor:
        return self.module(x.to(torch.bfloat16), t.to(torch.bfloat16), words.to(torch.bfloat16)).float()


class Decoder(nn.Module):
    def forward(self, latents: Tensor) -> Tensor:
        return torch.sigmoid(2 * latents)


def main():
    torch.manual_seed(0)
    out = Path(__file__).parent / "halved"
    out.mkdir(exist_ok=True)
    denoiser = Denoiser().requires_grad_(False)
    parts = {"text_encoder": TextEncoder(), "denoiser": denoiser, "decoder": Decoder()}
    for name, module in {**parts, "denoiser-bfloat16": Half(denoiser)}.items():
        torch.jit.script(module.eval()).save(str(out / f"{name}.pt"))
    (out / "vocabulary.txt").write_text("-\nred\nblue\n")
    count = sum(p.numel() for p in denoiser.parameters())
    manifest = {
        "format": 3,
        "name": "halved",
        "family": "test",
        "description": "with a denoiser in bfloat16 too",
        "parameters": count,
        "latent": {"channels": 3, "height": 32, "width": 32},
        "image": {"height": 32, "width": 32},
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
        "parts": {name: {"file": f"{name}.pt", "dtype": "float32", "parameters": count if name == "denoiser" else 0} for name in parts},
        "realisations": {"bfloat16": {"denoiser": {"file": "denoiser-bfloat16.pt", "dtype": "bfloat16", "parameters": count}}},
    }
    files = sorted(path for path in out.iterdir() if path.name != "bundle.json")
    manifest["sha256"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (out / "bundle.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
