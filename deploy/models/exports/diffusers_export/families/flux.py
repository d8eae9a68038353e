"""FLUX.1: CLIP's pooled vector and T5's sequence; rectified flow on 2x2 patches of latents; the guidance of dev is an input, schnell has none."""

import torch

from .. import autoencoder, text as texts
from ..flow_schedulers import flow

name = "flux"
pipelines = ("FluxPipeline",)

PATCH = 2  # of latents, packed by the pipeline and not by the transformer, whose own patch_size is 1


class TextEncoder(torch.nn.Module):
    def __init__(self, clip, t5):
        super().__init__()
        self.clip, self.t5 = clip, t5

    def forward(self, ids_clip, ids_t5):
        return self.t5(ids_t5)[0].float(), self.clip(ids_clip).pooler_output.float()


class Denoiser(torch.nn.Module):
    """Spatial latents in and out; the packed sequence and every position are derived from them."""

    def __init__(self, transformer):
        super().__init__()
        self.transformer = transformer

    def velocity(self, x, t, guidance, context, pooled):
        dtype = self.transformer.dtype
        rows, columns = x.shape[2] // PATCH, x.shape[3] // PATCH
        row, column = torch.arange(rows, device=x.device, dtype=torch.float32), torch.arange(columns, device=x.device, dtype=torch.float32)
        row, column = torch.meshgrid(row, column, indexing="ij")
        picture_positions = torch.stack([torch.zeros_like(row), row, column], dim=-1).flatten(0, 1)
        out = self.transformer(
            hidden_states=packed(x).to(dtype), timestep=t.to(dtype) / 1000, guidance=guidance, encoder_hidden_states=context.to(dtype),
            pooled_projections=pooled.to(dtype), txt_ids=torch.zeros_like(context[0, :, :3]), img_ids=picture_positions, return_dict=False,
        )[0]
        return unpacked(out.float(), rows, columns)


class Guided(Denoiser):
    def forward(self, x, t, guidance, context, pooled):
        return self.velocity(x, t, guidance, context, pooled)


class Unguided(Denoiser):
    def forward(self, x, t, context, pooled):
        return self.velocity(x, t, None, context, pooled)


def packed(x):
    b, c, h, w = x.shape
    return x.reshape(b, c, h // PATCH, PATCH, w // PATCH, PATCH).permute(0, 2, 4, 1, 3, 5).flatten(3).flatten(1, 2)


def unpacked(tokens, rows, columns):
    patches = tokens.reshape(tokens.shape[0], rows, columns, tokens.shape[2] // PATCH**2, PATCH, PATCH)
    return patches.permute(0, 3, 1, 4, 2, 5).flatten(4).flatten(2, 3)


def guided(pipe):
    """Whether this is dev, which was distilled from guided predictions, and not schnell."""
    return pipe.transformer.config.guidance_embeds


def channels(pipe):
    return pipe.transformer.config.in_channels // PATCH**2


def t5_length(pipe):
    """As the models' authors have it: schnell was trained with shorter prompts."""
    return 512 if guided(pipe) else 256


def parts(pipe):
    return {
        "text_encoder": TextEncoder(pipe.text_encoder, pipe.text_encoder_2),
        "denoiser": (Guided if guided(pipe) else Unguided)(pipe.transformer),
        "decoder": autoencoder.Decoder(pipe.vae),
        "encoder": autoencoder.Encoder(pipe.vae),
    }


def tokenizers(pipe):
    """Tokenizer, file and length, in the text encoder's order."""
    return [(pipe.tokenizer, "tokenizer.json", pipe.tokenizer.model_max_length), (pipe.tokenizer_2, "tokenizer_2.json", t5_length(pipe))]


def examples(pipe, part, batch, height, width):
    config = pipe.transformer.config
    if part == "text_encoder":
        return tuple(texts.encoded(tokenizer, length, batch)[0] for tokenizer, _, length in tokenizers(pipe))
    if part != "denoiser":
        return autoencoder.examples(pipe, part, batch, height, width, channels(pipe))
    generator = torch.Generator("cpu").manual_seed(batch)
    x, t = autoencoder.latents(pipe.vae, batch, height, width, channels(pipe), generator), 1000 * torch.rand(batch, generator=generator)
    context = torch.randn(batch, t5_length(pipe), config.joint_attention_dim, generator=generator)
    pooled = torch.randn(batch, config.pooled_projection_dim, generator=generator)
    scale = (5 * torch.rand(batch, generator=generator),) if guided(pipe) else ()
    return (x, t, *scale, context, pooled)


def text(pipe, folder):
    return {"tokenizers": [texts.huggingface(tokenizer, folder, file, length) for tokenizer, file, length in tokenizers(pipe)], "unconditional": "encode"}


def manifest(pipe):
    scale = texts.call_default(pipe, "guidance_scale")
    return {
        **autoencoder.sizes(pipe.vae, channels(pipe), pipe.default_sample_size, PATCH),
        **flow(pipe.scheduler, PATCH * autoencoder.pixels(pipe.vae), even=True),
        "prediction": "velocity", "steps": texts.call_default(pipe, "num_inference_steps") if guided(pipe) else 4,
        "guidance": {"type": "embedded", "scale": scale} if guided(pipe) else {"type": "classifier-free", "scale": 1.0, "distilled": True},
        "conditioning": ["context", "pooled"],
    }


def reference(pipe, prompts, negative, seeds, steps, guidance, height, width):
    """For schnell, guidance is the pipeline's `true_cfg_scale`, as `classifier-free` means it. dev was distilled: it takes no negative prompt."""
    if not guided(pipe):
        scales = {"true_cfg_scale": guidance, "negative_prompt": texts.negatives(prompts, negative)}
    elif any(texts.negatives(prompts, negative)):
        raise ValueError(f"negative prompt is {negative!r}, expected none: guidance is embedded")
    else:
        scales = {"guidance_scale": guidance}
    return autoencoder.drawn(
        pipe, prompt=list(prompts), generator=texts.generators(seeds), num_inference_steps=steps, height=height, width=width,
        max_sequence_length=t5_length(pipe), **scales,
    )
