"""Stable Diffusion XL: two CLIP encoders, a U-Net that is told the picture's size; classifier-free guidance."""

import torch

from .. import autoencoder, text as texts, unet as unets
from ..schedulers import prediction

name = "stable-diffusion-xl"
pipelines = ("StableDiffusionXLPipeline",)


class TextEncoder(torch.nn.Module):
    def __init__(self, clip_l, clip_g):
        super().__init__()
        self.clip_l, self.clip_g = clip_l, clip_g

    def forward(self, ids_l, ids_g):
        states_l = self.clip_l(ids_l, output_hidden_states=True).hidden_states[-2]
        out = self.clip_g(ids_g, output_hidden_states=True)
        return torch.cat([states_l, out.hidden_states[-2]], dim=-1).float(), out.text_embeds.float()


class Denoiser(torch.nn.Module):
    """Original and target size are the picture's, nothing is cropped: the pipeline's defaults."""

    def __init__(self, unet, pixels):
        super().__init__()
        self.unet, self.pixels = unet, pixels

    def forward(self, x, t, context, pooled):
        dtype = self.unet.dtype
        sides = torch._shape_as_tensor(x)[2:].to(x) * self.pixels
        sizes = torch.cat([sides, torch.zeros_like(sides), sides]).expand(x.shape[0], -1)
        added = {"text_embeds": pooled.to(dtype), "time_ids": sizes.to(dtype)}
        return self.unet(x.to(dtype), t, encoder_hidden_states=context.to(dtype), added_cond_kwargs=added, return_dict=False)[0].float()


def parts(pipe):
    unets.require_plain(pipe)
    return {
        "text_encoder": TextEncoder(pipe.text_encoder, pipe.text_encoder_2), "denoiser": Denoiser(pipe.unet, autoencoder.pixels(pipe.vae)),
        "decoder": autoencoder.Decoder(pipe.vae), "encoder": autoencoder.Encoder(pipe.vae),
    }


def tokenizers(pipe):
    return (pipe.tokenizer, "tokenizer.json"), (pipe.tokenizer_2, "tokenizer_2.json")


def examples(pipe, part, batch, height, width):
    config, length = pipe.unet.config, pipe.tokenizer.model_max_length
    if part == "text_encoder":
        return tuple(texts.encoded(tokenizer, length, batch)[0] for tokenizer, _ in tokenizers(pipe))
    if part != "denoiser":
        return autoencoder.examples(pipe, part, batch, height, width, config.in_channels)
    generator = torch.Generator("cpu").manual_seed(batch)
    return (
        autoencoder.latents(pipe.vae, batch, height, width, config.in_channels, generator), 1000 * torch.rand(batch, generator=generator),
        torch.randn(batch, length, config.cross_attention_dim, generator=generator),
        torch.randn(batch, pipe.text_encoder_2.config.projection_dim, generator=generator),
    )


def text(pipe, folder):
    rows = [texts.huggingface(tokenizer, folder, file, tokenizer.model_max_length) for tokenizer, file in tokenizers(pipe)]
    return {"tokenizers": rows, "unconditional": "zeros" if pipe.config.force_zeros_for_empty_prompt else "encode"}


def manifest(pipe):
    return {
        **unets.sizes(pipe), "prediction": prediction(pipe.scheduler), "steps": texts.call_default(pipe, "num_inference_steps"),
        "guidance": {"type": "classifier-free", "scale": texts.call_default(pipe, "guidance_scale")}, "conditioning": ["context", "pooled"],
    }


def reference(pipe, prompts, negative, seeds, steps, guidance, height, width):
    return autoencoder.drawn(
        pipe, prompt=list(prompts), negative_prompt=None if negative is None else texts.negatives(prompts, negative), generator=texts.generators(seeds),
        num_inference_steps=steps, guidance_scale=guidance, height=height, width=width,
    )
