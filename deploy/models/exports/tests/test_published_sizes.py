"""Manifests of networks of the published sizes, without their weights."""

import math

import pytest
import torch
from diffusers import (
    AutoencoderKL, DDIMScheduler, DiTPipeline, DiTTransformer2DModel, DPMSolverMultistepScheduler, FlowMatchEulerDiscreteScheduler, FluxPipeline,
    FluxTransformer2DModel, PixArtSigmaPipeline, PixArtTransformer2DModel, SD3Transformer2DModel, StableDiffusion3Pipeline,
)

from diffusers_export.families import dit, flux, pixart_sigma, stable_diffusion_3
from diffusers_export.flow_schedulers import shift_at


def weightless(network, **config):
    with torch.device("meta"):
        return network(**config)


def autoencoder(channels):
    return weightless(
        AutoencoderKL,
        down_block_types=["DownEncoderBlock2D"] * 4, up_block_types=["UpDecoderBlock2D"] * 4, block_out_channels=[128, 256, 512, 512], latent_channels=channels,
    )


def flux_dev():
    texts = dict.fromkeys(("text_encoder", "text_encoder_2", "tokenizer", "tokenizer_2"))
    return flux, FluxPipeline(
        transformer=weightless(FluxTransformer2DModel, guidance_embeds=True), vae=autoencoder(16), **texts,
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0, use_dynamic_shifting=True),
    )


def stable_diffusion_3_medium():
    texts = dict.fromkeys(f"{kind}{number}" for kind in ("text_encoder", "tokenizer") for number in ("", "_2", "_3"))
    transformer = weightless(SD3Transformer2DModel, num_layers=24, num_attention_heads=24, caption_projection_dim=1536, pos_embed_max_size=192)
    return stable_diffusion_3, StableDiffusion3Pipeline(
        transformer=transformer, vae=autoencoder(16), scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), **texts,
    )


def pixart_sigma_1024():
    transformer = weightless(PixArtTransformer2DModel, cross_attention_dim=1152, caption_channels=4096, interpolation_scale=2, use_additional_conditions=False)
    return pixart_sigma, PixArtSigmaPipeline(
        transformer=transformer, vae=autoencoder(4), scheduler=DPMSolverMultistepScheduler(), text_encoder=None, tokenizer=None,
    )


def dit_xl_512():
    return dit, DiTPipeline(transformer=weightless(DiTTransformer2DModel, out_channels=8, sample_size=64), vae=autoencoder(4), scheduler=DDIMScheduler())


SIZES = {
    flux_dev: ({"channels": 16, "height": 128, "width": 128}, {"height": 1024, "width": 1024, "multiple": 16}, 28, {"type": "embedded", "scale": 3.5}),
    stable_diffusion_3_medium: (
        {"channels": 16, "height": 128, "width": 128}, {"height": 1024, "width": 1024, "multiple": 16}, 28, {"type": "classifier-free", "scale": 7.0}),
    pixart_sigma_1024: (
        {"channels": 4, "height": 128, "width": 128}, {"height": 1024, "width": 1024, "multiple": 16}, 20, {"type": "classifier-free", "scale": 4.5}),
    dit_xl_512: ({"channels": 4, "height": 64, "width": 64}, {"height": 512, "width": 512}, 50, {"type": "classifier-free", "scale": 4.0}),
}


@pytest.mark.parametrize("published", SIZES)
def test_sizes_steps_and_guidance(published):
    family, pipe = published()
    manifest = family.manifest(pipe)
    assert tuple(manifest[key] for key in ("latent", "image", "steps", "guidance")) == SIZES[published]


def test_flux_at_1024_pixels_is_shifted_by_the_most():
    family, pipe = flux_dev()
    schedule = family.manifest(pipe)["schedule"]
    tokens = (1024 // schedule["dynamic"]["pixels_per_token"]) ** 2
    assert tokens == 4096
    assert shift_at(schedule, tokens) == pytest.approx(math.exp(1.15))
