"""What networks see, against the processors that the published code uses."""

import numpy as np
import pytest
import torch
import torchvision.transforms as V
from PIL import Image
from transformers import BitImageProcessorPil, CLIPImageProcessorPil, ViTImageProcessorPil

from verifiers_export.hps import fitted
from verifiers_export.preprocessing import CLIP_MEAN, CLIP_STD, Preprocess, from_processor

SIZES = [(224, 224), (512, 512), (448, 448), (64, 64), (300, 517), (640, 480), (33, 90), (225, 224)]
TRANSFORM = V.Compose([V.Resize(224, V.InterpolationMode.BICUBIC), V.CenterCrop(224), V.ToTensor(), V.Normalize(CLIP_MEAN, CLIP_STD)])
WORST = {}


def transformers(processor):
    return from_processor(processor, "here"), lambda image: processor(image, return_tensors="pt")["pixel_values"][0]


CASES = {
    "CLIPImageProcessorPil": transformers(CLIPImageProcessorPil()),
    "ViTImageProcessorPil": transformers(ViTImageProcessorPil()),
    "BitImageProcessorPil 256/224": transformers(BitImageProcessorPil(size={"shortest_edge": 256}, crop_size={"height": 224, "width": 224})),
    "ImageReward's transform": (Preprocess([224] * 2, [224] * 2, CLIP_MEAN, CLIP_STD, centre="round"), TRANSFORM),
    "HPSv2's transform": (Preprocess([224] * 2, [224] * 2, CLIP_MEAN, CLIP_STD, fit="longest", levels=False), lambda image: fitted(image, 224)),
}


def noise(height, width):
    return np.random.default_rng(height * 1000 + width).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.fixture(scope="module", autouse=True)
def table():
    yield
    print("\nprocessor                     largest difference, normalised, 8 sizes")
    for name, worst in WORST.items():
        print(f"{name:30}{worst:.1e}")


@pytest.mark.parametrize("name", CASES)
def test_pictures_are_prepared_as_the_reference_does(name):
    module, reference = CASES[name]
    script, worst = torch.jit.script(module), 0.
    for size in SIZES:
        pixels = noise(*size)
        found = script(torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255)[0]
        worst = max(worst, (found - reference(Image.fromarray(pixels))).abs().max().item())
    WORST[name] = worst
    assert worst < (1e-6 if module.levels else 1e-4)


def test_resizing_without_levels_would_not_do():
    floats = Preprocess([224] * 2, [224] * 2, CLIP_MEAN, CLIP_STD, levels=False)
    pixels = noise(512, 512)
    found = floats(torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255)[0]
    assert (found - CASES["CLIPImageProcessorPil"][1](Image.fromarray(pixels))).abs().max() > 1e-3


def test_a_picture_that_is_not_a_number_spoils_no_other():
    module = CASES["CLIPImageProcessorPil"][0]
    pictures = torch.rand(2, 3, 40, 60, generator=torch.Generator().manual_seed(1))
    clean = module(pictures)
    pictures[1] = float("nan")
    found = module(pictures)
    assert torch.equal(found[0], clean[0]) and found[1].isnan().all()
