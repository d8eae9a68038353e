"""PixArt-Sigma: T5 with a mask; a transformer trained at discrete steps that predicts noise and, in channels that no sampler here reads, its variance.

The pipeline's own cleaning of captions (`clean_caption`, with ftfy and bs4) and its rounding of sizes to the nearest trained one (`use_resolution_binning`) are not
part of a bundle: the text is lower-cased and stripped, as the pipeline does without cleaning, and the picture has the size that was asked for.
"""

import copy

import torch
from tokenizers import normalizers

from .. import autoencoder, text as texts
from ..schedulers import prediction

name = "pixart-sigma"
pipelines = ("PixArtSigmaPipeline",)

LENGTH = 300


class TextEncoder(torch.nn.Module):
    def __init__(self, t5):
        super().__init__()
        self.t5 = t5

    def forward(self, ids, mask):
        return self.t5(ids, attention_mask=mask)[0].float(), mask.float()


class Denoiser(torch.nn.Module):
    def __init__(self, transformer):
        super().__init__()
        self.transformer = sized_by_input(transformer)
        self.channels = transformer.config.in_channels

    def forward(self, x, t, context, mask):
        dtype = self.transformer.dtype
        out = self.transformer(
            x.to(dtype), encoder_hidden_states=context.to(dtype), encoder_attention_mask=mask, timestep=t,
            added_cond_kwargs={"resolution": None, "aspect_ratio": None}, return_dict=False,
        )[0]
        return out[:, : self.channels].float()


def sized_by_input(transformer):
    """The same transformer without its table of positions at the trained size, which a trace would take for all sizes: they then follow from the input."""
    positions = copy.copy(transformer.pos_embed)
    positions.height = positions.width = 0  # no size is the table's
    out = copy.copy(transformer)
    out._modules = {**transformer._modules, "pos_embed": positions}
    return out


def parts(pipe):
    config = pipe.transformer.config
    if pipe.transformer.use_additional_conditions:
        raise ValueError("transformer/config.json: use_additional_conditions is true, expected false: this is PixArt-Alpha")
    fitting = (config.in_channels, 2 * config.in_channels)
    if config.out_channels not in fitting:
        raise ValueError(f"transformer/config.json: out_channels is {config.out_channels}, expected in_channels or twice that: one of {fitting}")
    return {
        "text_encoder": TextEncoder(pipe.text_encoder),
        "denoiser": Denoiser(pipe.transformer),
        "decoder": autoencoder.Decoder(pipe.vae),
        "encoder": autoencoder.Encoder(pipe.vae),
    }


def examples(pipe, part, batch, height, width):
    config = pipe.transformer.config
    ids, mask = texts.encoded(pipe.tokenizer, LENGTH, batch)
    if part == "text_encoder":
        return ids, mask
    if part != "denoiser":
        return autoencoder.examples(pipe, part, batch, height, width, config.in_channels)
    generator = torch.Generator("cpu").manual_seed(batch)
    return (
        autoencoder.latents(pipe.vae, batch, height, width, config.in_channels, generator), 1000 * torch.rand(batch, generator=generator),
        torch.randn(batch, LENGTH, config.caption_channels, generator=generator), mask.float(),
    )


def text(pipe, folder):
    before = (normalizers.Lowercase(), normalizers.Strip())
    return {"tokenizers": [texts.huggingface(pipe.tokenizer, folder, "tokenizer.json", LENGTH, mask=True, before=before)], "unconditional": "encode"}


def manifest(pipe):
    config = pipe.transformer.config
    return {
        **autoencoder.sizes(pipe.vae, config.in_channels, config.sample_size, config.patch_size),
        "prediction": prediction(pipe.scheduler), "steps": texts.call_default(pipe, "num_inference_steps"),
        "guidance": {"type": "classifier-free", "scale": texts.call_default(pipe, "guidance_scale")},
        "conditioning": ["context", "mask"],
    }


def reference(pipe, prompts, negative, seeds, steps, guidance, height, width):
    return autoencoder.drawn(
        pipe, prompt=list(prompts), negative_prompt=texts.negatives(prompts, negative), generator=texts.generators(seeds), num_inference_steps=steps,
        guidance_scale=guidance, height=height, width=width, max_sequence_length=LENGTH, clean_caption=False, use_resolution_binning=False,
    )
