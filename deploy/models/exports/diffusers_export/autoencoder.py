"""A latent-diffusion autoencoder as the parts `decoder` and `encoder` of a bundle, and what a pipeline hands to it."""

import copy

import torch


class Decoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = without(vae, "encoder", "quant_conv")

    def forward(self, latents):
        pictures = self.vae.decode((latents / scaling(self.vae) + shift(self.vae)).to(self.vae.dtype), return_dict=False)[0]
        return (pictures.float() / 2 + 0.5).clamp(0, 1)


class Encoder(torch.nn.Module):
    def __init__(self, vae):
        super().__init__()
        self.vae = without(vae, "decoder", "post_quant_conv")

    def forward(self, pictures):
        posterior = self.vae.encode((2 * pictures - 1).to(self.vae.dtype), return_dict=False)[0]
        return (posterior.mode().float() - shift(self.vae)) * scaling(self.vae)


def without(vae, *names):
    """The same autoencoder without the half that a part does not use."""
    out = copy.copy(vae)
    out._modules = {**vae._modules, **dict.fromkeys(names)}
    return out


def scaling(vae):
    return vae.config.scaling_factor


def shift(vae):
    return vae.config.get("shift_factor") or 0.0


def pixels(vae):
    """The side in pixels of one latent."""
    return 2 ** (len(vae.config.block_out_channels) - 1)


def sizes(vae, channels, side, multiple=None):
    """`latent` and `image` of a manifest whose latents have `side` a side; `multiple` in latents, where other sizes are possible."""
    image = {"height": side * pixels(vae), "width": side * pixels(vae)}
    if multiple is not None:
        image["multiple"] = multiple * pixels(vae)
    return {"latent": {"channels": channels, "height": side, "width": side}, "image": image}


def examples(pipe, part, batch, height, width, channels):
    """Inputs of `decoder` and `encoder`."""
    generator = torch.Generator("cpu").manual_seed(batch)
    if part == "encoder":
        return (torch.rand(batch, 3, height, width, generator=generator),)
    return (latents(pipe.vae, batch, height, width, channels, generator),)


def latents(vae, batch, height, width, channels, generator):
    return torch.randn(batch, channels, height // pixels(vae), width // pixels(vae), generator=generator)


def drawn(pipe, **call):
    """Final latents and pictures of one call of a pipeline. The latents are taken where it hands them to its autoencoder: not every pipeline has a callback."""
    vae, handed = pipe.vae, []
    decode = vae.decode
    vae.decode = lambda z, **kwargs: handed.append(z) or decode(z, **kwargs)
    try:
        pictures = pipe(**call, output_type="pt").images
    finally:
        del vae.decode
    return (handed[0].float() - shift(vae)) * scaling(vae), pictures.float()
