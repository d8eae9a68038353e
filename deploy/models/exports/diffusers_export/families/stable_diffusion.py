"""Stable Diffusion 1 and 2: one CLIP encoder, a U-Net that predicts noise or v; classifier-free guidance. The safety checker stays behind."""

import torch

from .. import autoencoder, text as texts, unet as unets
from ..schedulers import prediction

name = "stable-diffusion"
pipelines = ("StableDiffusionPipeline",)


class TextEncoder(torch.nn.Module):
    def __init__(self, clip):
        super().__init__()
        self.clip = clip

    def forward(self, ids):
        return self.clip(ids, return_dict=False)[0].float()


class Denoiser(torch.nn.Module):
    def __init__(self, unet):
        super().__init__()
        self.unet = unet

    def forward(self, x, t, context):
        dtype = self.unet.dtype
        return self.unet(x.to(dtype), t, encoder_hidden_states=context.to(dtype), return_dict=False)[0].float()


def parts(pipe):
    unets.require_plain(pipe)
    if getattr(pipe.text_encoder.config, "use_attention_mask", False):
        raise ValueError("text_encoder/config.json: use_attention_mask is true, expected false")
    return {
        "text_encoder": TextEncoder(pipe.text_encoder), "denoiser": Denoiser(pipe.unet),
        "decoder": autoencoder.Decoder(pipe.vae), "encoder": autoencoder.Encoder(pipe.vae),
    }


def examples(pipe, part, batch, height, width):
    config, length = pipe.unet.config, pipe.tokenizer.model_max_length
    if part == "text_encoder":
        return (texts.encoded(pipe.tokenizer, length, batch)[0],)
    if part != "denoiser":
        return autoencoder.examples(pipe, part, batch, height, width, config.in_channels)
    generator = torch.Generator("cpu").manual_seed(batch)
    return (
        autoencoder.latents(pipe.vae, batch, height, width, config.in_channels, generator), 1000 * torch.rand(batch, generator=generator),
        torch.randn(batch, length, config.cross_attention_dim, generator=generator),
    )


def text(pipe, folder):
    row = texts.huggingface(pipe.tokenizer, folder, "tokenizer.json", pipe.tokenizer.model_max_length)
    return {"tokenizers": [row], "unconditional": "encode"}


def manifest(pipe):
    return {
        **unets.sizes(pipe), "prediction": prediction(pipe.scheduler), "steps": texts.call_default(pipe, "num_inference_steps"),
        "guidance": {"type": "classifier-free", "scale": texts.call_default(pipe, "guidance_scale")}, "conditioning": ["context"],
    }


def reference(pipe, prompts, negative, seeds, steps, guidance, height, width):
    return autoencoder.drawn(
        pipe, prompt=list(prompts), negative_prompt=texts.negatives(prompts, negative), generator=texts.generators(seeds), num_inference_steps=steps,
        guidance_scale=guidance, height=height, width=width,
    )
