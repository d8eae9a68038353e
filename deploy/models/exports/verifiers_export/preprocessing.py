"""What reference processors do to a picture before a network sees it, as a scriptable module."""

from typing import List

import torch
from torch import Tensor, nn

CLIP_MEAN = [0.48145466, 0.4578275, 0.40821073]
CLIP_STD = [0.26862954, 0.26130258, 0.27577711]

RADIUS = {"bilinear": 1, "bicubic": 2}
FITS = ("shortest", "longest", "exact")
CROPS = ("floor", "round")  # of half the pixels left over: transformers' and torchvision's centre


class Preprocess(nn.Module):
    """Pictures float32 [B, 3, H, W] in [0, 1] of any size to [B, 3, height, width], normalised.

    fit: `shortest`, this side becomes `resize[0]` and the centre is cropped; `longest`, this side becomes `resize[0]` and black bars fill up; `exact`.
    levels: as Pillow 13.0 resizes, on pictures of 8 bits with 22-bit weights, one side after the other. All its sums are integers below 2^53, which float64
    holds exactly: no pixel differs from that Pillow's, on no device. Without it, as tensors are resized, in float.
    """

    def __init__(self, resize: List[int], crop: List[int], mean: List[float], std: List[float],
                 filter: str = "bicubic", fit: str = "shortest", centre: str = "floor", levels: bool = True):
        super().__init__()
        if filter not in RADIUS or fit not in FITS or centre not in CROPS:
            raise ValueError(f"filter {filter}, fit {fit}, centre {centre}: expected one of {list(RADIUS)}, {FITS}, {CROPS}")
        if fit != "longest" and any(c > r for c, r in zip(crop, resize)):
            raise ValueError(f"crop {crop} of pictures resized to {resize}, expected a smaller one")
        self.resize, self.crop = list(resize), list(crop)
        self.radius, self.fit, self.halves_up, self.levels = RADIUS[filter], fit, centre == "round", levels
        self.register_buffer("mean", torch.tensor(mean).reshape(1, 3, 1, 1), persistent=False)
        self.register_buffer("std", torch.tensor(std).reshape(1, 3, 1, 1), persistent=False)

    def forward(self, pictures: Tensor) -> Tensor:
        height, width = pictures.shape[2], pictures.shape[3]
        rows, columns = self.resized(height, width)
        x = (pictures.clamp(0, 1) * 255).round().double()
        across, down = self.weights(width, columns, self.crop[1], x).transpose(0, 1), self.weights(height, rows, self.crop[0], x)
        if down_first(height, width, rows, columns):
            x = self.settled(self.settled(down @ x) @ across)
        else:
            x = self.settled(down @ self.settled(x @ across))
        return (x.float() / 255 - self.mean) / self.std

    def resized(self, height: int, width: int) -> List[int]:
        """Sides before the crop."""
        if self.fit == "exact":
            return self.resize
        if self.fit == "longest":
            scale = self.resize[0] / float(max(height, width))
            return [halves_to_even(height * scale), halves_to_even(width * scale)]
        short = min(height, width)
        return [int(self.resize[0] * height / short), int(self.resize[0] * width / short)]

    def weights(self, old: int, new: int, cropped: int, like: Tensor) -> Tensor:
        """Of `old` pixels in each of `cropped`, as rows: those of the centre, or with rows of zeros around them."""
        w = resampling(old, new, self.radius, like.device)
        if self.levels:
            w = torch.trunc(w * 2**22 + torch.where(w < 0, -.5, .5))
        if new >= cropped:
            start = halves_to_even((new - cropped) / 2) if self.halves_up else (new - cropped) // 2
            return w[start:start + cropped]
        before = (cropped - new) // 2
        return torch.nn.functional.pad(w, [0, 0, before, cropped - new - before])

    def settled(self, sums: Tensor) -> Tensor:
        return torch.floor((sums + 2**21) / 2**22).clamp(0, 255) if self.levels else sums


def down_first(height: int, width: int, rows: int, columns: int) -> bool:
    """Whether Pillow resizes down before across. With rounding between the two, their order counts. Older Pillows went across first, always."""
    return rows < height and height - rows > 2 * (width - columns)


def resampling(old: int, new: int, radius: int, device: torch.device) -> Tensor:
    """Antialiased interpolation as a matrix float64 [new, old]: the kernel is stretched where pixels become fewer, and cut at the picture's edge."""
    scale = old / float(new)
    stretch = max(scale, 1.)
    centre = ((torch.arange(new, dtype=torch.float64, device=device) + .5) * scale).unsqueeze(1)
    pixel = torch.arange(old, dtype=torch.float64, device=device).unsqueeze(0)
    first = torch.trunc(centre - radius * stretch + .5).clamp(min=0)
    last = torch.trunc(centre + radius * stretch + .5).clamp(max=old)
    w = torch.where((pixel >= first) & (pixel < last), kernel((pixel - centre + .5) / stretch, radius), 0.)
    return w / w.sum(1, keepdim=True)


def kernel(x: Tensor, radius: int) -> Tensor:
    """The triangle, or Keys' cubic (1981) with a = -1/2."""
    x = x.abs()
    if radius == 1:
        return (1 - x).clamp(min=0)
    near = (1.5 * x - 2.5) * x * x + 1
    far = ((-.5 * x + 2.5) * x - 4) * x + 2
    return torch.where(x < 1, near, torch.where(x < 2, far, 0.))


def halves_to_even(x: float) -> int:
    whole = int(x)  # of what is never below 0
    rest = x - whole
    return whole + 1 if rest > .5 or (rest == .5 and whole % 2 == 1) else whole


KNOWN = ("CLIPImageProcessor", "ViTImageProcessor", "BitImageProcessor", "DeiTImageProcessor", "ViTFeatureExtractor", "CLIPFeatureExtractor")
FILTERS = {2: "bilinear", 3: "bicubic"}


def from_processor(processor, name):
    """The same as a transformers image processor with Pillow."""
    type_name = type(processor).__name__.removesuffix("Pil").removesuffix("Fast")
    if type_name not in KNOWN:
        raise SystemExit(f"{name}: image processor {type_name}, expected one of {', '.join(KNOWN)}")
    if not (processor.do_resize and processor.do_rescale and processor.do_normalize):
        raise SystemExit(f"{name}: an image processor that resizes, rescales and normalises was expected")
    if abs(processor.rescale_factor * 255 - 1) > 1e-9:
        raise SystemExit(f"{name}: rescale_factor was {processor.rescale_factor}, expected 1/255")
    if processor.resample not in FILTERS:
        raise SystemExit(f"{name}: resample was {processor.resample}, expected one of {FILTERS}")
    size, shortest = processor.size, side(processor.size, "shortest_edge")
    resize = [shortest, shortest] if shortest else [side(size, "height"), side(size, "width")]
    crop = [side(processor.crop_size, "height"), side(processor.crop_size, "width")] if getattr(processor, "do_center_crop", False) else resize
    if shortest and not getattr(processor, "do_center_crop", False):
        raise SystemExit(f"{name}: do_center_crop was false with size.shortest_edge, expected pictures of one size")
    return Preprocess(resize, crop, list(processor.image_mean), list(processor.image_std), FILTERS[int(processor.resample)], "shortest" if shortest else "exact")


def side(size, key):
    return (size.get(key) if isinstance(size, dict) else getattr(size, key, None)) or 0
