"""Schedulers of diffusers, and what they visit."""

import diffusers
import numpy as np
from diffusers.pipelines.flux.pipeline_flux import calculate_shift

from diffusers_export.schedulers import ZERO_SNR_BAR

STABLE_DIFFUSION = {"beta_schedule": "scaled_linear", "beta_start": 0.00085, "beta_end": 0.012}
SPACINGS = [{"timestep_spacing": "leading", "steps_offset": offset} for offset in (0, 1)] + [{"timestep_spacing": name} for name in ("linspace", "trailing")]
KARRAS = [{}, {"use_karras_sigmas": True}]
DDIM = {"clip_sample": False}
CASES = [
    *[("EulerDiscreteScheduler", {**spacing, **karras}) for spacing in SPACINGS for karras in KARRAS],
    *[("HeunDiscreteScheduler", {**spacing, **karras}) for spacing in SPACINGS for karras in KARRAS],
    *[("EulerAncestralDiscreteScheduler", spacing) for spacing in SPACINGS],
    *[("DPMSolverMultistepScheduler", {**spacing, **karras}) for spacing in SPACINGS for karras in KARRAS],
    *[("DDIMScheduler", {**DDIM, **spacing, "set_alpha_to_one": one})
      for spacing in SPACINGS if spacing["timestep_spacing"] != "linspace" for one in (True, False)],
    *[(name, {"timestep_spacing": "trailing", "rescale_betas_zero_snr": True, **(DDIM if name == "DDIMScheduler" else {})})
      for name in ("EulerDiscreteScheduler", "DDIMScheduler")],
    ("EulerDiscreteScheduler", {"beta_schedule": "squaredcos_cap_v2"}),
    ("EulerDiscreteScheduler", {"beta_schedule": "linear", "beta_start": 0.0001, "beta_end": 0.02}),
]

SIZES = ((256, 256), (1024, 1024), (768, 1360))
PIXELS_PER_TOKEN = 16  # of flows, whose shift follows from the size


def visited(scheduler, steps):
    """The levels at which diffusers evaluates the network, and the times that it passes; a step of Heun's has each twice."""
    scheduler.set_timesteps(steps)
    times = scheduler.timesteps.double().numpy()
    if isinstance(scheduler, diffusers.DDIMScheduler):
        bars = np.maximum(scheduler.alphas_cumprod.double().numpy(), ZERO_SNR_BAR)[times.astype(int)]  # DDIM has 0 where a bundle has 2^-24
        return np.sqrt((1 - bars) / bars), times
    once = slice(0, None, 2) if isinstance(scheduler, diffusers.HeunDiscreteScheduler) else slice(None)
    return scheduler.sigmas.double().numpy()[:-1][once], times[once]


def tokens(size):
    return size[0] // PIXELS_PER_TOKEN * (size[1] // PIXELS_PER_TOKEN)


def mu(scheduler, size):
    c = scheduler.config
    return calculate_shift(tokens(size), c.base_image_seq_len, c.max_image_seq_len, c.base_shift, c.max_shift)
