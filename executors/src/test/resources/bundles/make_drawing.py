#!/usr/bin/env python3
"""Writes the bundle "drawing" beside this file: a text encoder that can be seen at work, as no two of its calls give the same.

It gives the ids plus 1, and two random numbers. That breaks the contract of docs/bundles.md on purpose: two equal rows are one call's. Nothing else of the
bundle is meant to run; its denoiser and its decoder are the same file.
"""

import hashlib
import json
from pathlib import Path

import torch
from torch import Tensor, nn


class TextEncoder(nn.Module):
    def forward(self, ids: Tensor) -> tuple[Tensor, Tensor]:
        return ids.float() + 1, torch.rand([ids.shape[0], 1, 2])


def main():
    out = Path(__file__).parent / "drawing"
    out.mkdir(exist_ok=True)
    torch.jit.script(TextEncoder().eval()).save(str(out / "text_encoder.pt"))
    (out / "vocabulary.txt").write_text("-\nred\nblue\n")
    manifest = {
        "format": 3,
        "name": "drawing",
        "family": "test",
        "description": "a text encoder that draws",
        "parameters": 0,
        "latent": {"channels": 3, "height": 8, "width": 8},
        "image": {"height": 32, "width": 32},
        "process": "flow",
        "prediction": "velocity",
        "schedule": {"type": "flow", "shift": 1},
        "time": {"type": "linear", "scale": 1},
        "sampler": "euler",
        "steps": 4,
        "guidance": {"type": "classifier-free", "scale": 1},
        "text": {
            "tokenizers": [{"type": "words", "file": "vocabulary.txt", "length": 3, "mask": False}],
            "unconditional": "zeros",
        },
        "conditioning": ["words", "draws"],
        "parts": {name: {"file": "text_encoder.pt", "dtype": "float32", "parameters": 0} for name in ("text_encoder", "denoiser", "decoder")},
    }
    files = sorted(path for path in out.iterdir() if path.name != "bundle.json")
    manifest["sha256"] = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
    (out / "bundle.json").write_text(json.dumps(manifest, indent=2) + "\n")


if __name__ == "__main__":
    main()
