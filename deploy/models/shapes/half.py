"""A denoiser once more with its weights in bfloat16, for searches that look in it (docs/bundles.md, realisations).

float32 goes in and comes out. The embedding of time and text stays in float32: in bfloat16 neighbouring times are the same.
"""

import copy

import torch
from torch import Tensor, nn

import denoiser

WHOLE = ("time1", "time2", "pooled")


class One(nn.Module):
    """A module in bfloat16 of one input."""

    def __init__(self, module: nn.Module):
        super().__init__()
        self.module = module.to(torch.bfloat16)

    def forward(self, x: Tensor) -> Tensor:
        return self.module(x.to(torch.bfloat16))


class Two(One):
    """A module in bfloat16 of two inputs."""

    def forward(self, x: Tensor, y: Tensor) -> Tensor:
        return self.module(x.to(torch.bfloat16), y.to(torch.bfloat16))


class Half(nn.Module):
    def __init__(self, whole: denoiser.Denoiser):
        super().__init__()
        self.denoiser = copy.deepcopy(whole)
        for norm in self.denoiser.modules():
            if isinstance(norm, denoiser.ChannelNorm):
                norm.few = False  # a product with a matrix of 1/w in bfloat16 is no mean; libtorch's layer norm adds up in float32
        for name, child in list(self.denoiser.named_children()):
            if name not in WHOLE:
                setattr(self.denoiser, name, (Two if isinstance(child, (denoiser.ResBlock, denoiser.Attention)) else One)(child))

    def forward(self, x: Tensor, t: Tensor, context: Tensor) -> Tensor:
        return self.denoiser(x, t, context).float()
