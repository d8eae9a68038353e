"""What Stable Diffusion's U-Nets share."""

from . import autoencoder

def sizes(pipe):
    """Any size that the halvings of the U-Net divide."""
    config = pipe.unet.config
    return autoencoder.sizes(pipe.vae, config.in_channels, config.sample_size, 2 ** (len(config.block_out_channels) - 1))


def require_plain(pipe):
    config = pipe.unet.config
    if config.get("time_cond_proj_dim") is not None:
        raise ValueError(f"unet/config.json: time_cond_proj_dim is {config.time_cond_proj_dim}, expected null: latent consistency models have no sampler here")
    if config.in_channels != pipe.vae.config.latent_channels:
        raise ValueError(f"unet/config.json: in_channels is {config.in_channels}, expected {pipe.vae.config.latent_channels}: inpainting is not supported")
    if pipe.vae.config.get("latents_mean") is not None:
        raise ValueError("vae/config.json: latents_mean is given, expected null")
