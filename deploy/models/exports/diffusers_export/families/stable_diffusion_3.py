"""Stable Diffusion 3 and 3.5: two CLIP encoders and, unless it was left out, T5; rectified flow; classifier-free guidance."""

import torch
from torch.nn.functional import pad

from .. import autoencoder, text as texts
from ..flow_schedulers import flow

name = "stable-diffusion-3"
pipelines = ("StableDiffusion3Pipeline",)

T5_LENGTH = 256


class TextEncoder(torch.nn.Module):
    def __init__(self, clip_l, clip_g, t5, width):
        super().__init__()
        self.clip_l, self.clip_g, self.t5, self.width = clip_l, clip_g, t5, width

    def forward(self, ids_l, ids_g, ids_t5=None):
        states, pooled = zip(*(self.clip(encoder, ids) for encoder, ids in ((self.clip_l, ids_l), (self.clip_g, ids_g))))
        context = torch.cat(states, dim=-1).float()
        if self.t5 is None:
            context = pad(context, (0, self.width - context.shape[-1], 0, T5_LENGTH))
        else:
            context = torch.cat([pad(context, (0, self.width - context.shape[-1])), self.t5(ids_t5)[0].float()], dim=-2)
        return context, torch.cat(pooled, dim=-1).float()

    @staticmethod
    def clip(encoder, ids):
        out = encoder(ids, output_hidden_states=True)
        return out.hidden_states[-2], out.text_embeds


class Denoiser(torch.nn.Module):
    def __init__(self, transformer):
        super().__init__()
        self.transformer = transformer

    def forward(self, x, t, context, pooled):
        dtype = self.transformer.dtype
        return self.transformer(
            hidden_states=x.to(dtype), timestep=t, encoder_hidden_states=context.to(dtype), pooled_projections=pooled.to(dtype), return_dict=False,
        )[0].float()


def parts(pipe):
    for key in ("text_encoder", "text_encoder_2"):
        if getattr(pipe, key) is None:
            raise ValueError(f"model_index.json: {key} is null, expected CLIPTextModelWithProjection; only text_encoder_3 may be left out")
    return {
        "text_encoder": TextEncoder(pipe.text_encoder, pipe.text_encoder_2, pipe.text_encoder_3, pipe.transformer.config.joint_attention_dim),
        "denoiser": Denoiser(pipe.transformer),
        "decoder": autoencoder.Decoder(pipe.vae),
        "encoder": autoencoder.Encoder(pipe.vae),
    }


def tokenizers(pipe):
    """Tokenizer, file and length, in the text encoder's order."""
    length = pipe.tokenizer.model_max_length
    out = [(pipe.tokenizer, "tokenizer.json", length), (pipe.tokenizer_2, "tokenizer_2.json", length)]
    return out + ([(pipe.tokenizer_3, "tokenizer_3.json", T5_LENGTH)] if pipe.text_encoder_3 is not None else [])


def examples(pipe, part, batch, height, width):
    config = pipe.transformer.config
    if part == "text_encoder":
        return tuple(texts.encoded(tokenizer, length, batch)[0] for tokenizer, _, length in tokenizers(pipe))
    if part != "denoiser":
        return autoencoder.examples(pipe, part, batch, height, width, config.in_channels)
    generator = torch.Generator("cpu").manual_seed(batch)
    return (
        autoencoder.latents(pipe.vae, batch, height, width, config.in_channels, generator), 1000 * torch.rand(batch, generator=generator),
        torch.randn(batch, pipe.tokenizer.model_max_length + T5_LENGTH, config.joint_attention_dim, generator=generator),
        torch.randn(batch, config.pooled_projection_dim, generator=generator),
    )


def text(pipe, folder):
    return {"tokenizers": [texts.huggingface(tokenizer, folder, file, length) for tokenizer, file, length in tokenizers(pipe)], "unconditional": "encode"}


def manifest(pipe):
    config = pipe.transformer.config
    return {
        **autoencoder.sizes(pipe.vae, config.in_channels, config.sample_size, config.patch_size),
        **flow(pipe.scheduler, config.patch_size * autoencoder.pixels(pipe.vae)),
        "prediction": "velocity", "steps": texts.call_default(pipe, "num_inference_steps"),
        "guidance": {"type": "classifier-free", "scale": texts.call_default(pipe, "guidance_scale")},
        "conditioning": ["context", "pooled"],
    }


def reference(pipe, prompts, negative, seeds, steps, guidance, height, width):
    return autoencoder.drawn(
        pipe, prompt=list(prompts), negative_prompt=texts.negatives(prompts, negative), generator=texts.generators(seeds), num_inference_steps=steps,
        guidance_scale=guidance, height=height, width=width, max_sequence_length=T5_LENGTH,
    )
