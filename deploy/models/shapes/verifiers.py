"""The verifiers' networks. All take images [B, 3, 32, 32] in [0, 1] and are scriptable as they stand."""

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import world
from denoiser import ChannelNorm, TextEncoder, TextLayer

CLASSES = ("nothing", *world.KINDS)  # the detector's 25; class 1 + kind


class Grid(nn.Module):
    """Convolutions from images [B, 3, 32, 32] to an 8x8 grid of features [B, w, 8, 8]."""

    def __init__(self, a: int, b: int, w: int):
        super().__init__()

        def stage(i: int, o: int, stride: int):
            return [nn.Conv2d(i, o, 3, stride, 1), ChannelNorm(o), nn.SiLU()]

        self.layers = nn.Sequential(*stage(3, a, 1), *stage(a, a, 2), *stage(a, b, 1), *stage(b, b, 2), *stage(b, b, 1), *stage(b, w, 1))

    def forward(self, images: Tensor) -> Tensor:
        return self.layers(((images - .5) * 2).contiguous(memory_format=torch.channels_last))


class Features(nn.Module):
    """The image tower of Match: images [B, 3, 32, 32] to unit vectors [B, out]."""

    def __init__(self, w: int = 96, out: int = 64):
        super().__init__()
        self.grid = Grid(32, 48, w)
        self.token = nn.Parameter(torch.randn(1, 1, w) * .1)
        self.place = nn.Parameter(torch.randn(65, w) * .1)
        self.layers = nn.ModuleList([TextLayer(w, 4) for _ in range(2)])
        self.norm, self.from_image = nn.LayerNorm(w), nn.Linear(w, out)

    def embed_images(self, images: Tensor) -> Tensor:
        x = self.grid(images).flatten(2).transpose(1, 2)
        x = torch.cat([self.token.expand(x.shape[0], -1, -1), x], 1) + self.place
        for layer in self.layers:
            x = layer(x)
        return F.normalize(self.from_image(self.norm(x[:, 0])), dim=1)

    def forward(self, images: Tensor) -> Tensor:
        return self.embed_images(images)


class Match(Features):
    """Dual encoder: cosine similarity [B] of images [B, 3, 32, 32] and ids int64 [B, 14]."""

    def __init__(self, w: int = 96, d: int = 64, out: int = 64):
        super().__init__(w, out)
        self.text, self.from_text = TextEncoder(d), nn.Linear(d, out)
        self.temperature = nn.Parameter(torch.tensor(2.3))  # log of the logits' scale, used in training only

    def embed_texts(self, ids: Tensor) -> Tensor:
        """[B, 14] to unit vectors [B, out]."""
        return F.normalize(self.from_text(self.text(ids).mean(1)), dim=1)

    def forward(self, images: Tensor, ids: Tensor) -> Tensor:
        return (self.embed_images(images) * self.embed_texts(ids)).sum(1)


class Detector(nn.Module):
    """Class probabilities [B, 25, 8, 8] of every 4x4 cell: the object whose centre lies in it, or nothing."""

    def __init__(self, w: int = 96):
        super().__init__()
        self.grid = Grid(32, 64, w)
        self.more = nn.Sequential(nn.Conv2d(w, w, 3, padding=1), ChannelNorm(w), nn.SiLU())
        self.head = nn.Conv2d(w, len(CLASSES), 1)

    def logits(self, images: Tensor) -> Tensor:
        x = self.grid(images)
        return self.head(x + self.more(x))

    def forward(self, images: Tensor) -> Tensor:
        return self.logits(images).softmax(1).contiguous()


class Realism(nn.Module):
    """Logit [B] that an image is a true rendered scene."""

    def __init__(self, w: int = 64):
        super().__init__()
        self.grid = Grid(24, 48, w)
        self.hidden, self.head = nn.Linear(2 * w, 64), nn.Linear(64, 1)

    def forward(self, images: Tensor) -> Tensor:
        x = self.grid(images)
        x = torch.cat([x.mean((2, 3)), x.amax((2, 3))], 1)
        return self.head(F.silu(self.hidden(x)))[:, 0]


NETWORKS = {"match": Match, "detector": Detector, "realism": Realism}
