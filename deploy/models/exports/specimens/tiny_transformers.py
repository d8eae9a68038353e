"""Pipelines of the true classes with tiny configurations and random weights. TINY[name]() is the same on every call.

Fresh weights make networks that hardly listen, so that any conversion would pass a comparison of pictures: `attentive` makes prompt, seed and guidance matter.
"""

import torch
from diffusers import (
    AutoencoderKL, DDIMScheduler, DiTPipeline, DiTTransformer2DModel, DPMSolverMultistepScheduler, FlowMatchEulerDiscreteScheduler, FluxPipeline,
    FluxTransformer2DModel, PixArtSigmaPipeline, PixArtTransformer2DModel, SD3Transformer2DModel, StableDiffusion3Pipeline,
)
from transformers import CLIPTextConfig, CLIPTextModel, CLIPTextModelWithProjection, CLIPTokenizer, T5Config, T5EncoderModel, T5Tokenizer

LETTERS = "abcdefghijklmnopqrstuvwxyz"
WORDS = ("a", "red", "blue", "fox", "bird", "birds", "in", "the", "snow", "sea", "two", "night", "at", "oil", "canvas", "on", "by", "lighthouse")


def seeded(build):
    """From a builder of components, a builder of a silent pipeline whose weights follow from a seed."""
    def pipeline(seed=0):
        with torch.random.fork_rng(devices=[]):
            torch.manual_seed(seed)
            pipe = build()
        for module in pipe.components.values():
            if isinstance(module, torch.nn.Module):
                module.eval().requires_grad_(False)
        pipe.set_progress_bar_config(disable=True)
        return pipe

    return pipeline


def t5_tokenizer():
    """Unigrams: every letter and a few words."""
    pieces = [("<pad>", 0.0), ("</s>", 0.0), ("<unk>", 0.0), ("▁", -3.0)]
    pieces += [(letter, -6.0) for letter in LETTERS + "0123456789,.'"] + [("▁" + word, -4.0) for word in WORDS]
    return T5Tokenizer(vocab=pieces, extra_ids=0)


def clip_tokenizer(pad):
    """Byte pairs without merges but those of the words' beginnings; `pad` as SD3's two tokenizers differ in it."""
    letters = [*LETTERS, *"0123456789,.'!"]
    vocabulary = letters + [letter + "</w>" for letter in letters] + ["re", "red</w>", "<|startoftext|>", "<|endoftext|>"]
    ids = {token: i for i, token in enumerate(vocabulary)}
    return CLIPTokenizer(vocab=ids, merges=[("r", "e"), ("re", "d</w>")], pad_token=pad, model_max_length=77)


def clip(tokenizer, kind, hidden, projection):
    return kind(CLIPTextConfig(
        vocab_size=len(tokenizer), hidden_size=hidden, intermediate_size=2 * hidden, projection_dim=projection, num_hidden_layers=2, num_attention_heads=2,
        max_position_embeddings=77, bos_token_id=tokenizer.bos_token_id, eos_token_id=tokenizer.eos_token_id, pad_token_id=tokenizer.pad_token_id,
        hidden_act="quick_gelu",
    ))


def t5(tokenizer, width):
    return T5EncoderModel(T5Config(
        vocab_size=len(tokenizer), d_model=width, d_kv=8, d_ff=2 * width, num_layers=2, num_heads=2, feed_forward_proj="gated-gelu", tie_word_embeddings=False,
        is_encoder_decoder=False, use_cache=False,
    ))


def autoencoder(channels, **config):
    """Shifts are larger than in published models, or fresh decoders would not show them."""
    return AutoencoderKL(
        down_block_types=["DownEncoderBlock2D"] * 2, up_block_types=["UpDecoderBlock2D"] * 2, block_out_channels=[8, 16], norm_num_groups=4, layers_per_block=1,
        latent_channels=channels, **config,
    )


def attentive(module, weights):
    """Multiply what `weights` names (the end of a parameter's name, without .weight) by its factor: gates that start at nothing, and an output that answers them."""
    for name, parameter in module.named_parameters():
        for ending, factor in weights.items():
            if name.removesuffix(".weight").endswith(ending) and parameter.ndim > 1:
                parameter.data.mul_(factor)
    return module


def stable_diffusion_3(with_t5=True, **config):
    tokenizer, tokenizer_2, tokenizer_3 = clip_tokenizer("<|endoftext|>"), clip_tokenizer("!"), t5_tokenizer()
    transformer = SD3Transformer2DModel(
        sample_size=16, patch_size=2, in_channels=4, out_channels=4, num_layers=2, attention_head_dim=8, num_attention_heads=4, joint_attention_dim=40,
        caption_projection_dim=32, pooled_projection_dim=24, pos_embed_max_size=24, **config,
    )
    return StableDiffusion3Pipeline(
        transformer=attentive(transformer, {"context_embedder": 3, "text_embedder.linear_1": 3, "norm1.linear": 4, "norm_out.linear": 4, "proj_out": 2}),
        scheduler=FlowMatchEulerDiscreteScheduler(shift=3.0), vae=autoencoder(4, scaling_factor=1.5305, shift_factor=1.0),
        text_encoder=clip(tokenizer, CLIPTextModelWithProjection, 16, 16), tokenizer=tokenizer,
        text_encoder_2=clip(tokenizer_2, CLIPTextModelWithProjection, 16, 8), tokenizer_2=tokenizer_2,
        text_encoder_3=t5(tokenizer_3, 40) if with_t5 else None, tokenizer_3=tokenizer_3 if with_t5 else None,
    )


def flux(guided):
    tokenizer, tokenizer_2 = clip_tokenizer("<|endoftext|>"), t5_tokenizer()
    transformer = FluxTransformer2DModel(
        in_channels=16, num_layers=1, num_single_layers=1, attention_head_dim=16, num_attention_heads=2, joint_attention_dim=24, pooled_projection_dim=16,
        guidance_embeds=guided, axes_dims_rope=(4, 6, 6),
    )
    shifting = dict(shift=3.0, use_dynamic_shifting=True) if guided else dict(shift=1.0)
    return FluxPipeline(
        scheduler=FlowMatchEulerDiscreteScheduler(**shifting), vae=autoencoder(4, scaling_factor=0.3611, shift_factor=4.0),
        text_encoder=clip(tokenizer, CLIPTextModel, 16, 16), tokenizer=tokenizer, text_encoder_2=t5(tokenizer_2, 24), tokenizer_2=tokenizer_2,
        transformer=attentive(transformer, {
            "context_embedder": 3, "text_embedder.linear_1": 6, "guidance_embedder.linear_1": 3, "norm1.linear": 4, "norm.linear": 4, "norm_out.linear": 6,
            "proj_out": 2,
        }),
    )


def pixart_sigma():
    tokenizer = t5_tokenizer()
    transformer = PixArtTransformer2DModel(
        num_attention_heads=2, attention_head_dim=16, in_channels=4, out_channels=8, num_layers=2, cross_attention_dim=32, sample_size=16, patch_size=2,
        caption_channels=24, interpolation_scale=2, use_additional_conditions=False,
    )
    return PixArtSigmaPipeline(
        tokenizer=tokenizer, text_encoder=t5(tokenizer, 24), vae=autoencoder(4, scaling_factor=0.13025),
        transformer=attentive(transformer, {"caption_projection.linear_1": 4, "attn2.to_out.0": 4, "proj_out": 4}),
        scheduler=DPMSolverMultistepScheduler(beta_start=1e-4, beta_end=0.02, beta_schedule="linear"),
    )


def dit(scheduler, convention=None):
    transformer = DiTTransformer2DModel(
        num_attention_heads=2, attention_head_dim=16, in_channels=4, out_channels=8, num_layers=2, sample_size=16, patch_size=2, num_embeds_ada_norm=1000,
    )
    if convention is not None:
        transformer.register_to_config(flow_convention=convention)
    names = {0: "tench, Tinca tinca", 1: "goldfish, Carassius auratus", 207: "golden retriever"}
    pipe = DiTPipeline(
        transformer=attentive(transformer, {"timestep_embedder.linear_1": 3, "norm1.linear": 2, "proj_out_1": 2, "proj_out_2": 2}),
        vae=autoencoder(4, scaling_factor=0.18215), scheduler=scheduler, id2label=names,
    )
    pipe.register_to_config(id2label=names)  # the constructor leaves them out of what is saved
    return pipe


TINY = {
    "stable-diffusion-3": seeded(stable_diffusion_3),
    "stable-diffusion-3-without-t5": seeded(lambda: stable_diffusion_3(with_t5=False)),
    "stable-diffusion-3.5": seeded(lambda: stable_diffusion_3(qk_norm="rms_norm", dual_attention_layers=(0,))),
    "flux-dev": seeded(lambda: flux(guided=True)),
    "flux-schnell": seeded(lambda: flux(guided=False)),
    "pixart-sigma": seeded(pixart_sigma),
    "dit": seeded(lambda: dit(DDIMScheduler(beta_start=1e-4, beta_end=0.02, beta_schedule="linear", clip_sample=False))),
    "sit": seeded(lambda: dit(FlowMatchEulerDiscreteScheduler(), convention="sit")),
    "sit-diffusers": seeded(lambda: dit(FlowMatchEulerDiscreteScheduler())),
}
