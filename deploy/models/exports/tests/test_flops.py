"""Counted operations against closed forms, against the same networks before they became TorchScript, and against what shipped bundles declare."""

import json
import os
import shutil

import pytest
import torch
import torch.nn.functional as F

import export_diffusers
import flops
from diffusers_export.families import family_of
from specimens.tiny_transformers import TINY as TRANSFORMERS
from specimens.tiny_unet import TINY as UNETS

SHIPPED = os.path.join(os.path.dirname(os.path.abspath(__file__)), *[os.pardir] * 4, "executors", "src", "main", "resources", "bundles")


class Attention(torch.nn.Module):
    def forward(self, q, k, v):
        return F.scaled_dot_product_attention(q, k, v)


def normal(*shape):
    return torch.randn(shape, generator=torch.Generator().manual_seed(len(shape)))


def scripted(module, path):
    torch.jit.save(torch.jit.freeze(torch.jit.script(module.eval())), str(path))
    return torch.jit.load(str(path))


@pytest.mark.parametrize("module, inputs, expected", [
    (torch.nn.Linear(3, 5), (normal(1, 7, 3),), 2 * 7 * 3 * 5),
    (torch.nn.Conv2d(3, 8, 3, padding=1), (normal(1, 3, 16, 16),), 2 * 16 * 16 * 8 * 3 * 9),
    (torch.nn.Conv2d(4, 6, 3, stride=2, padding=1, groups=2), (normal(1, 4, 16, 16),), 2 * 8 * 8 * 6 * 2 * 9),
    (Attention(), (normal(1, 2, 7, 4), normal(1, 2, 9, 4), normal(1, 2, 9, 4)), 2 * (2 * 2 * 7 * 9 * 4)),  # q k' and its product with v, two heads
    (torch.nn.SiLU(), (normal(1, 7, 3),), 0),
], ids=["linear", "convolution", "strided convolution in groups", "attention", "one by one"])
def test_operations_of_a_file_are_those_of_the_closed_form(module, inputs, expected, tmp_path):
    assert flops.counted(scripted(module, tmp_path / "part.pt"), inputs)[1] == expected


@pytest.mark.parametrize("name", ["stable-diffusion", "flux-dev", "pixart-sigma"])  # a trace leaves out what others compute for nothing
def test_an_exported_part_declares_what_the_pipelines_module_takes(name, tmp_path):
    pipe = {**UNETS, **TRANSFORMERS}[name]()
    export_diffusers.export(pipe, str(tmp_path / "bundle"), name, "float32")
    manifest = json.loads((tmp_path / "bundle" / "bundle.json").read_text(encoding="utf-8"))
    family, size = family_of(type(pipe).__name__), (manifest["image"]["height"], manifest["image"]["width"])
    taken = {part: flops.counted(module, family.examples(pipe, part, 1, *size))[1] for part, module in family.parts(pipe).items()}
    assert {part: row["flops"] for part, row in manifest["parts"].items()} == taken
    assert taken["denoiser"] > 0 and taken["decoder"] > 0


@pytest.mark.parametrize("name", ["shapes-s", "shapes-b"])
def test_shipped_bundles_declare_what_they_take(name):
    assert flops.differences(os.path.join(SHIPPED, name)) == []


def test_a_bundle_that_declares_something_else_is_named_and_can_be_mended(tmp_path):
    folder = shutil.copytree(os.path.join(SHIPPED, "shapes-s"), tmp_path / "bundle")
    manifest = json.loads((folder / "bundle.json").read_text(encoding="utf-8"))
    declared = manifest["parts"]["denoiser"]["flops"]
    manifest["parts"]["denoiser"]["flops"] = 1
    (folder / "bundle.json").write_text(json.dumps(manifest))
    assert flops.differences(folder) == [f"{folder / 'bundle.json'}: key 'parts.denoiser.flops' was 1, expected {declared}"]
    flops.declare(folder)
    assert (folder / "bundle.json").read_bytes() == open(os.path.join(SHIPPED, "shapes-s", "bundle.json"), "rb").read()
