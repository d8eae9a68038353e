"""Converted checkpoints against the architecture of Peebles and Xie 2023, figure 3, written down again over the names that its authors' files have."""

import argparse

import pytest
import torch
from diffusers import DiTPipeline
from torch.nn.functional import gelu, layer_norm, linear, scaled_dot_product_attention, silu

import convert_dit
from diffusers_export.families import dit
from specimens.tiny_transformers import autoencoder

WIDTH, HEADS, LAYERS, PATCH, CHANNELS, SIDE, CLASSES = 32, 2, 2, 2, 4, 8, 10


def sines(width, positions):
    angles = positions[:, None] / 10000 ** (torch.arange(width // 2) / (width / 2))
    return torch.cat([angles.sin(), angles.cos()], dim=1)


def checkpoint():
    generator = torch.Generator().manual_seed(0)
    shapes = {
        "x_embedder.proj": (WIDTH, CHANNELS, PATCH, PATCH), "t_embedder.mlp.0": (WIDTH, 256), "t_embedder.mlp.2": (WIDTH, WIDTH),
        "final_layer.linear": (PATCH**2 * 2 * CHANNELS, WIDTH), "final_layer.adaLN_modulation.1": (2 * WIDTH, WIDTH),
    }
    for i in range(LAYERS):
        shapes |= {f"blocks.{i}.attn.qkv": (3 * WIDTH, WIDTH), f"blocks.{i}.attn.proj": (WIDTH, WIDTH), f"blocks.{i}.mlp.fc1": (4 * WIDTH, WIDTH)}
        shapes |= {f"blocks.{i}.mlp.fc2": (WIDTH, 4 * WIDTH), f"blocks.{i}.adaLN_modulation.1": (6 * WIDTH, WIDTH)}
    state = {}
    for name, shape in shapes.items():
        state[name + ".weight"] = torch.randn(shape, generator=generator) / torch.tensor(shape[1:]).prod() ** 0.5
        state[name + ".bias"] = torch.randn(shape[0], generator=generator) / 4
    state["y_embedder.embedding_table.weight"] = torch.randn(CLASSES + 1, WIDTH, generator=generator)
    row, column = torch.meshgrid(torch.arange(SIDE // PATCH), torch.arange(SIDE // PATCH), indexing="ij")
    state["pos_embed"] = torch.cat([sines(WIDTH // 2, column.flatten()), sines(WIDTH // 2, row.flatten())], dim=1)[None]
    return state


def predicted(state, x, t, labels, spacing):
    """The network's output; `spacing` of the time's 128 frequencies is 1/128 in the authors' code."""
    def affine(name, value):
        return linear(value, state[name + ".weight"], state[name + ".bias"])

    def normal(value, shift, scale):
        return layer_norm(value, (WIDTH,), eps=1e-6) * (1 + scale[:, None]) + shift[:, None]

    patches = torch.nn.functional.conv2d(x, state["x_embedder.proj.weight"], state["x_embedder.proj.bias"], stride=PATCH)
    tokens = patches.flatten(2).transpose(1, 2) + state["pos_embed"]
    angles = t[:, None] / 10000 ** (torch.arange(128) * spacing)
    time = affine("t_embedder.mlp.2", silu(affine("t_embedder.mlp.0", torch.cat([angles.cos(), angles.sin()], dim=1))))
    condition = silu(time + state["y_embedder.embedding_table.weight"][labels])
    for i in range(LAYERS):
        shift_a, scale_a, gate_a, shift_m, scale_m, gate_m = affine(f"blocks.{i}.adaLN_modulation.1", condition).chunk(6, dim=1)
        q, k, v = affine(f"blocks.{i}.attn.qkv", normal(tokens, shift_a, scale_a)).unflatten(2, (3, HEADS, -1)).permute(2, 0, 3, 1, 4)
        attended = scaled_dot_product_attention(q, k, v).transpose(1, 2).flatten(2)
        tokens = tokens + gate_a[:, None] * affine(f"blocks.{i}.attn.proj", attended)
        hidden = gelu(affine(f"blocks.{i}.mlp.fc1", normal(tokens, shift_m, scale_m)), approximate="tanh")
        tokens = tokens + gate_m[:, None] * affine(f"blocks.{i}.mlp.fc2", hidden)
    out = affine("final_layer.linear", normal(tokens, *affine("final_layer.adaLN_modulation.1", condition).chunk(2, dim=1)))
    n = SIDE // PATCH
    return out.reshape(-1, n, n, PATCH, PATCH, 2 * CHANNELS).permute(0, 5, 1, 3, 2, 4).reshape(-1, 2 * CHANNELS, SIDE, SIDE)[:, :CHANNELS]


@pytest.fixture
def saved(tmp_path):
    def write(state):
        path = str(tmp_path / "checkpoint.pt")
        torch.save(state, path)
        return path

    return write


def loaded(path, kind, folder, names=None):
    """Through the disk, as a user has it."""
    convert_dit.pipeline(path, kind, autoencoder(CHANNELS), HEADS, names).save_pretrained(folder)
    return DiTPipeline.from_pretrained(folder)


def inputs():
    generator = torch.Generator().manual_seed(1)
    return torch.randn(3, CHANNELS, SIDE, SIDE, generator=generator), torch.tensor([900.0, 500.0, 20.0]), torch.tensor([0.0, 7.0, CLASSES])


@torch.no_grad()
def test_sit_keeps_its_convention(saved, tmp_path):
    pipe = loaded(saved({"ema": checkpoint(), "args": argparse.Namespace(seed=0)}), "sit", tmp_path / "sit")
    x, t, labels = inputs()
    want = -predicted(checkpoint(), x, 1 - t / 1000, labels.long(), spacing=1 / 128)
    assert pipe.transformer.config.flow_convention == "sit"
    torch.testing.assert_close(dit.parts(pipe)["denoiser"](x, t, labels), want, atol=1e-5, rtol=1e-5)


@torch.no_grad()
def test_dit_is_as_diffusers_has_it(saved, tmp_path):
    pipe = loaded(saved(checkpoint()), "dit", tmp_path / "dit", names={0: "tench, Tinca tinca", 7: "cock"})
    x, t, labels = inputs()
    want = predicted(checkpoint(), x, t, labels.long(), spacing=1 / 127)
    torch.testing.assert_close(dit.parts(pipe)["denoiser"](x, t, labels), want, atol=1e-4, rtol=1e-4)
    assert pipe.get_label_ids(["Tinca tinca", "cock"]) == [0, 7]


def test_other_files_are_refused(saved):
    with pytest.raises(SystemExit, match=r"checkpoint.pt: no x_embedder.proj.weight, expected the weights of a DiT or SiT"):
        convert_dit.pipeline(saved({"weight": torch.zeros(1)}), "dit", autoencoder(CHANNELS))


def test_other_widths_want_heads(saved):
    with pytest.raises(SystemExit, match="x_embedder.proj.weight is 32 wide, expected one of 384, 768, 1024, 1152; say --heads"):
        convert_dit.pipeline(saved(checkpoint()), "dit", autoencoder(CHANNELS))


def test_learnt_positions_are_refused(saved):
    state = checkpoint()
    state["pos_embed"] = state["pos_embed"] + 0.1
    with pytest.raises(SystemExit, match="pos_embed is not the sines and cosines"):
        convert_dit.pipeline(saved(state), "dit", autoencoder(CHANNELS), HEADS)
