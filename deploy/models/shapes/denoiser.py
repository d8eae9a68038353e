"""The denoisers: a text-conditioned U-Net that predicts the velocity n - x0 of x_t = (1 - s) x0 + s n, s in [0, 1].

Sizes: `b` (about 1 M parameters) and `s` (about .2 M). Everything here is scriptable as it stands. Every prompt has 14 tokens; padding is a learned
word like any other, so that no attention mask is needed and the empty prompt (all padding) is an ordinary input.
"""

import math

import torch
import torch.nn.functional as F
from torch import Tensor, nn

import world

# c, w, u: channels at 16x16, 8x8 and 4x4; d: width of the text; e: width of the condition
SIZES = {"b": dict(c=24, w=64, u=96, d=64, e=128), "s": dict(c=16, w=32, u=40, d=32, e=64)}


class TextLayer(nn.Module):
    """Pre-norm transformer layer, [B, T, d] to [B, T, d]."""

    def __init__(self, d: int, heads: int):
        super().__init__()
        self.heads = heads
        self.norm1, self.norm2 = nn.LayerNorm(d), nn.LayerNorm(d)
        self.qkv, self.out = nn.Linear(d, 3 * d), nn.Linear(d, d)
        self.up, self.down = nn.Linear(d, 4 * d), nn.Linear(4 * d, d)

    def forward(self, x: Tensor) -> Tensor:
        b, t, d = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(b, t, 3, self.heads, d // self.heads).permute(2, 0, 3, 1, 4).unbind(0)
        y = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(b, t, d)
        x = x + self.out(y)
        return x + self.down(F.gelu(self.up(self.norm2(x))))


class TextEncoder(nn.Module):
    """Word ids, int64 [B, 14], to context [B, 14, d]."""

    def __init__(self, d: int, layers: int = 2, heads: int = 4):
        super().__init__()
        self.word = nn.Embedding(len(world.VOCABULARY), d)
        self.place = nn.Parameter(torch.randn(world.TEXT_LENGTH, d) * .3)
        nn.init.normal_(self.word.weight, std=.5)
        self.layers = nn.ModuleList([TextLayer(d, heads) for _ in range(layers)])
        self.norm = nn.LayerNorm(d)

    def forward(self, ids: Tensor) -> Tensor:
        x = self.word(ids) + self.place
        for layer in self.layers:
            x = layer(x)
        return self.norm(x)


class ChannelNorm(nn.LayerNorm):
    """Layer norm over the channels of every place, [B, w, H, W] in channels_last (ten times as fast there as GroupNorm).

    Of fewer than 64 channels libtorch's own takes as long as of 64: there products with small matrices centre and square, in some half of the time.
    """

    def __init__(self, w: int):
        super().__init__(w)
        self.few = w < 64
        self.register_buffer("centre", torch.eye(w) - 1 / w, persistent=False)
        self.register_buffer("mean", torch.full((w, 1), 1 / w), persistent=False)

    def forward(self, x: Tensor) -> Tensor:
        y = x.permute(0, 2, 3, 1)
        if self.training or not self.few:  # what is written over below, a gradient would need
            y = F.layer_norm(y, self.normalized_shape, self.weight, self.bias, self.eps)
        else:
            y = torch.matmul(y, self.centre)
            deviation = torch.matmul(y * y, self.mean).add_(self.eps).rsqrt_()
            y = torch.addcmul(self.bias, y.mul_(deviation), self.weight)
        return y.permute(0, 3, 1, 2)


class ResBlock(nn.Module):
    """Residual block with scale and shift from the condition: [B, w, H, W], [B, e] to [B, w, H, W]."""

    def __init__(self, w: int, e: int):
        super().__init__()
        self.norm1, self.norm2 = ChannelNorm(w), ChannelNorm(w)
        self.conv1, self.conv2 = nn.Conv2d(w, w, 3, padding=1), nn.Conv2d(w, w, 3, padding=1)
        self.modulate = nn.Linear(e, 2 * w)
        nn.init.zeros_(self.conv2.weight)
        nn.init.zeros_(self.modulate.weight)

    def forward(self, x: Tensor, condition: Tensor) -> Tensor:
        scale, shift = self.modulate(condition)[:, :, None, None].chunk(2, 1)
        y = self.conv1(F.silu(self.norm1(x)))
        y = F.silu(torch.addcmul(shift, self.norm2(y), 1 + scale))
        return x + self.conv2(y)


class Attention(nn.Module):
    """Places attend to the text and, with `own`, to each other: [B, w, H, W], [B, 14, d] to [B, w, H, W]."""

    def __init__(self, w: int, d: int, places: int, own: bool, heads: int = 4):
        super().__init__()
        self.heads, self.own = heads, own
        self.norm = nn.LayerNorm(w)
        self.place = nn.Parameter(torch.randn(places, w) * .1)
        self.queries, self.text, self.out = nn.Linear(w, 3 * w if own else w), nn.Linear(d, 2 * w), nn.Linear(w, w)
        nn.init.zeros_(self.out.weight)

    def forward(self, x: Tensor, context: Tensor) -> Tensor:
        b, w, height, width = x.shape
        h, e = self.heads, w // self.heads
        tokens = x.permute(0, 2, 3, 1).reshape(b, height * width, w)
        q, kv = self.queries(self.norm(tokens) + self.place), self.text(context)
        if self.own:
            q, own = q.split([w, 2 * w], 2)
            kv = torch.cat([kv, own], 1)
        k, v = kv.view(b, -1, 2, h, e).permute(2, 0, 3, 1, 4).unbind(0)
        q = q.reshape(b, -1, h, e).permute(0, 2, 3, 1) * (e ** -.5)
        y = torch.matmul(torch.matmul(k, q).softmax(2).transpose(2, 3), v)  # softmax over a last dimension of 14 takes ten times as long
        y = self.out(y.transpose(1, 2).reshape(b, -1, w))
        return (tokens + y).view(b, height, width, w).permute(0, 3, 1, 2)


def unfold(x: Tensor) -> Tensor:
    """Pixel shuffle by 2 that keeps channels_last."""
    return F.pixel_shuffle(x, 2).contiguous(memory_format=torch.channels_last)


class Denoiser(nn.Module):
    """Velocity: x [B, 3, 32, 32], t [B], context [B, 14, d] to [B, 3, 32, 32].

    Three levels: 16x16 (c channels), 8x8 (w, which look at the text) and 4x4 (u, which look at the text and at each other).
    """

    def __init__(self, c: int, w: int, u: int, d: int, e: int):
        super().__init__()
        half = e // 4
        self.register_buffer("frequency", torch.exp(torch.arange(half) * (math.log(1000.0) / (half - 1))))
        self.time1, self.time2, self.pooled = nn.Linear(2 * half, e), nn.Linear(e, e), nn.Linear(d, e)
        self.enter = nn.Conv2d(12, c, 3, padding=1)
        self.fine1, self.fine2 = ResBlock(c, e), ResBlock(c, e)
        self.down1 = nn.Conv2d(c, w, 3, stride=2, padding=1)
        self.middle1, self.middle2 = ResBlock(w, e), ResBlock(w, e)
        self.read1, self.read2 = Attention(w, d, 64, False), Attention(w, d, 64, False)
        self.down2 = nn.Conv2d(w, u, 3, stride=2, padding=1)
        self.deep1, self.deep2 = ResBlock(u, e), ResBlock(u, e)
        self.look1, self.look2 = Attention(u, d, 16, True), Attention(u, d, 16, True)
        self.up2, self.up1 = nn.Conv2d(u, 4 * w, 1), nn.Conv2d(w, 4 * c, 1)
        self.norm = ChannelNorm(c)
        self.leave = nn.Conv2d(c, 12, 3, padding=1)
        nn.init.zeros_(self.leave.weight)
        nn.init.zeros_(self.leave.bias)

    def forward(self, x: Tensor, t: Tensor, context: Tensor) -> Tensor:
        angle = t[:, None] * self.frequency
        condition = self.time2(F.silu(self.time1(torch.cat([angle.cos(), angle.sin()], 1))))
        condition = F.silu(condition + self.pooled(context.mean(1)))
        x = F.pixel_unshuffle(x, 2).contiguous(memory_format=torch.channels_last)
        fine = self.fine1(self.enter(x), condition)
        middle = self.read1(self.middle1(self.down1(fine), condition), context)
        x = self.look1(self.deep1(self.down2(middle), condition), context)
        x = self.look2(self.deep2(x, condition), context)
        x = self.read2(self.middle2(unfold(self.up2(x)) + middle, condition), context)
        x = self.fine2(unfold(self.up1(x)) + fine, condition)
        return F.pixel_shuffle(self.leave(F.silu(self.norm(x))), 2)


class Decoder(nn.Module):
    """Pixels in [-1, 1] to pixels in [0, 1]."""

    def forward(self, latent: Tensor) -> Tensor:
        return (latent * .5 + .5).clamp(0.0, 1.0)


class Encoder(nn.Module):
    """Pixels in [0, 1] to pixels in [-1, 1]."""

    def forward(self, picture: Tensor) -> Tensor:
        return picture * 2.0 - 1.0


class Model(nn.Module):
    """Text encoder and denoiser together, for training and evaluation in Python."""

    def __init__(self, size: str):
        super().__init__()
        self.size = size
        self.text = TextEncoder(SIZES[size]["d"])
        self.denoiser = Denoiser(**SIZES[size]).to(memory_format=torch.channels_last)

    def forward(self, x: Tensor, t: Tensor, ids: Tensor) -> Tensor:
        return self.denoiser(x, t, self.text(ids))


@torch.inference_mode()
def draw(model, ids, steps, guidance, generator):
    """Euler from noise to pictures in [0, 1]: ids [B, 14] to [B, 3, 32, 32]; the pictures of one seed share their noise."""
    b = len(ids)
    x = torch.randn((b, 3, 32, 32), generator=generator)
    guided = guidance != 1
    context = model.text(torch.cat([ids, torch.zeros_like(ids)]) if guided else ids)
    times = torch.linspace(1, 0, steps + 1)
    for now, then in zip(times[:-1], times[1:]):
        if guided:
            v, empty = model.denoiser(torch.cat([x, x]), now.expand(2 * b), context).chunk(2)
            v = empty + guidance * (v - empty)
        else:
            v = model.denoiser(x, now.expand(b), context)
        x = x + (then - now) * v
    return (x * .5 + .5).clamp(0, 1)
