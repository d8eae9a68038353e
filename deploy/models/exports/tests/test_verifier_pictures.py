"""What networks see, against the processors that the published code uses."""

import numpy as np
import pytest
import torch
import torchvision.transforms as V
from PIL import Image
from transformers import BitImageProcessorPil, CLIPImageProcessorPil, ViTImageProcessorPil

from verifiers_export.hps import fitted
from verifiers_export.preprocessing import CLIP_MEAN, CLIP_STD, Preprocess, down_first, from_processor

SIZES = [(224, 224), (512, 512), (448, 448), (64, 64), (300, 517), (640, 480), (33, 90), (225, 224)]
TALL = [(1536, 640), (640, 1536), (1024, 768), (400, 30), (900, 8), (517, 300), (500, 414), (448, 225)]  # h, w: some are resized down before across
TRANSFORM = V.Compose([V.Resize(224, V.InterpolationMode.BICUBIC), V.CenterCrop(224), V.ToTensor(), V.Normalize(CLIP_MEAN, CLIP_STD)])
WORST = {}


def transformers(processor):
    return from_processor(processor, "here"), lambda image: processor(image, return_tensors="pt")["pixel_values"][0]


CASES = {
    "CLIPImageProcessorPil": transformers(CLIPImageProcessorPil()),
    "ViTImageProcessorPil": transformers(ViTImageProcessorPil()),
    "ViTImageProcessorPil 36": transformers(ViTImageProcessorPil(size={"height": 36, "width": 36})),
    "BitImageProcessorPil 48": transformers(BitImageProcessorPil(size={"shortest_edge": 48}, crop_size={"height": 48, "width": 48})),
    "BitImageProcessorPil 256/224": transformers(BitImageProcessorPil(size={"shortest_edge": 256}, crop_size={"height": 224, "width": 224})),
    "ImageReward's transform": (Preprocess([224] * 2, [224] * 2, CLIP_MEAN, CLIP_STD, centre="round"), TRANSFORM),
    "HPSv2's transform": (Preprocess([224] * 2, [224] * 2, CLIP_MEAN, CLIP_STD, fit="longest", levels=False), lambda image: fitted(image, 224)),
}


def noise(height, width):
    return np.random.default_rng(height * 1000 + width).integers(0, 256, (height, width, 3), dtype=np.uint8)


@pytest.fixture(scope="module", autouse=True)
def table():
    yield
    print("\nprocessor                     largest difference, normalised, 16 sizes")
    for name, worst in WORST.items():
        print(f"{name:30}{worst:.1e}")


@pytest.mark.parametrize("name", CASES)
def test_pictures_are_prepared_as_the_reference_does(name):
    module, reference = CASES[name]
    script, worst = torch.jit.script(module), 0.
    for size in SIZES + TALL:
        pixels = noise(*size)
        found = script(torch.from_numpy(pixels).permute(2, 0, 1)[None].float() / 255)[0]
        worst = max(worst, (found - reference(Image.fromarray(pixels))).abs().max().item())
    WORST[name] = worst
    assert worst < (1e-6 if module.levels else 1e-4)


def test_pillow_decides_by_rows_and_columns_which_side_comes_first():
    old = {(down_first(*size, 224, 224)) for size in TALL}
    assert old == {True, False}
    for size in ((40, 30), (40, 20), (41, 20), (90, 30), (30, 40)):
        for wanted in ((20, 20), (30, 10), (35, 27), (12, 50), (60, 5)):
            pixels = noise(*size)
            found = by_hand(pixels, *wanted, down_first(*size, *wanted))
            assert torch.equal(found, torch.from_numpy(np.array(Image.fromarray(pixels).resize(wanted[::-1], Image.BICUBIC))).permute(2, 0, 1)), (size, wanted)


def by_hand(pixels, rows, columns, first):
    """Both sides by what resizes one alone, in this order."""
    def one(picture, height, width):
        module = Preprocess([height, width], [height, width], [0.] * 3, [1.] * 3, fit="exact")
        return (module(picture[None].float() / 255)[0] * 255).round().to(torch.uint8)

    picture = torch.from_numpy(pixels).permute(2, 0, 1)
    return one(one(picture, rows, picture.shape[2]), rows, columns) if first else one(one(picture, picture.shape[1], columns), rows, columns)


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
