"""The U-Net pipelines of tiny_transformers.py's kind."""

from diffusers import DDIMScheduler, StableDiffusionPipeline, StableDiffusionXLPipeline, UNet2DConditionModel
from transformers import CLIPTextModel, CLIPTextModelWithProjection

from specimens.tiny_transformers import attentive, autoencoder, clip, clip_tokenizer, seeded

LISTENING = {"attn2.to_out.0": 6, "conv_out": 2, "time_emb_proj": 2}


def ddim(**config):
    return DDIMScheduler(
        beta_start=0.00085, beta_end=0.012, beta_schedule="scaled_linear", clip_sample=False, set_alpha_to_one=False, steps_offset=1, **config,
    )


def unet(cross, **config):
    return attentive(UNet2DConditionModel(
        sample_size=16, in_channels=4, out_channels=4, layers_per_block=1, block_out_channels=(16, 32), norm_num_groups=4, cross_attention_dim=cross,
        down_block_types=("DownBlock2D", "CrossAttnDownBlock2D"), up_block_types=("CrossAttnUpBlock2D", "UpBlock2D"), attention_head_dim=2, **config,
    ), LISTENING)


def stable_diffusion(**config):
    tokenizer = clip_tokenizer("<|endoftext|>")
    return StableDiffusionPipeline(
        unet=unet(16), vae=autoencoder(4, scaling_factor=0.18215), text_encoder=clip(tokenizer, CLIPTextModel, 16, 16), tokenizer=tokenizer,
        scheduler=ddim(**config), safety_checker=None, feature_extractor=None, requires_safety_checker=False,
    )


def stable_diffusion_xl(**config):
    tokenizer, tokenizer_2 = clip_tokenizer("<|endoftext|>"), clip_tokenizer("!")
    conditioned = unet(40, addition_embed_type="text_time", addition_time_embed_dim=8, projection_class_embeddings_input_dim=24 + 6 * 8)
    return StableDiffusionXLPipeline(
        unet=attentive(conditioned, {"add_embedding.linear_1": 3, "add_embedding.linear_2": 3}), vae=autoencoder(4, scaling_factor=0.13025),
        text_encoder=clip(tokenizer, CLIPTextModel, 16, 16), tokenizer=tokenizer,
        text_encoder_2=clip(tokenizer_2, CLIPTextModelWithProjection, 24, 24), tokenizer_2=tokenizer_2, scheduler=ddim(), **config,
    )


TINY = {
    "stable-diffusion": seeded(stable_diffusion),
    "stable-diffusion-2-v": seeded(lambda: stable_diffusion(prediction_type="v_prediction")),
    "stable-diffusion-xl": seeded(stable_diffusion_xl),
    "stable-diffusion-xl-encoded-empty": seeded(lambda: stable_diffusion_xl(force_zeros_for_empty_prompt=False)),
}
