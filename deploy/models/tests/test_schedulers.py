"""Schedules of a manifest hold what the schedulers of diffusers visit, for many numbers of steps."""

import diffusers
import numpy as np
import pytest

from diffusers_export import schedulers

STEPS = (1, 2, 3, 5, 7, 10, 20, 33, 50, 100)
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


def visited(scheduler, steps):
    """The levels at which diffusers evaluates the network, and the times that it passes; a step of Heun's has each twice."""
    scheduler.set_timesteps(steps)
    times = scheduler.timesteps.double().numpy()
    if isinstance(scheduler, diffusers.DDIMScheduler):
        bars = np.maximum(scheduler.alphas_cumprod.double().numpy(), schedulers.ZERO_SNR_BAR)[times.astype(int)]  # DDIM has 0 where a bundle has 2^-24
        return np.sqrt((1 - bars) / bars), times
    once = slice(0, None, 2) if isinstance(scheduler, diffusers.HeunDiscreteScheduler) else slice(None)
    return scheduler.sigmas.double().numpy()[:-1][once], times[once]


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("kind, config", CASES, ids=lambda value: value if isinstance(value, str) else ",".join(f"{k}={v}" for k, v in value.items()))
def test_levels_and_times_are_those_of_diffusers(kind, config, steps):
    scheduler = getattr(diffusers, kind)(**{**STABLE_DIFFUSION, **config})
    found = schedulers.discrete(scheduler)
    sigmas, times = visited(scheduler, steps)
    own_sigmas, own_times = schedulers.levels(found["schedule"], found["time"], steps)
    assert own_sigmas[-1] == 0
    if kind == "DDIMScheduler" and (config["timestep_spacing"] == "leading" or scheduler.config.num_train_timesteps % steps == 0):
        down = scheduler.config.num_train_timesteps // steps  # where diffusers' step leads; trailing meets it only if the number of steps divides T
        assert list(times[:-1] - down) == list(own_times[1:]) and times[-1] - down < 0
    # diffusers multiplies 1 - beta up in single precision, where 1 less a product near 1 (squaredcos) keeps the fewest digits
    np.testing.assert_allclose(own_sigmas[:-1], sigmas, rtol=1e-4 if "beta_schedule" not in config and "rescale_betas_zero_snr" not in config else 1e-3)
    np.testing.assert_allclose(own_times, times, atol=0.02)
    start = float(scheduler.init_noise_sigma)
    first = own_sigmas[0] if found["schedule"]["start"] == "sigma" else (own_sigmas[0] ** 2 + 1) ** 0.5
    if kind not in ("DDIMScheduler", "DPMSolverMultistepScheduler"):  # these hold x / sqrt(sigma^2 + 1), which starts at deviation 1
        assert start == pytest.approx(first, rel=1e-3)
    else:
        assert start == 1


@pytest.mark.parametrize("kind, config, named", [
    ("PNDMScheduler", {}, "_class_name is PNDMScheduler"),
    ("DDIMScheduler", {}, "clip_sample is True"),
    ("DDIMScheduler", {**DDIM, "thresholding": True, "timestep_spacing": "trailing"}, "thresholding is True"),
    ("DDIMScheduler", {**DDIM, "timestep_spacing": "linspace"}, "timestep_spacing is 'linspace'"),
    ("EulerDiscreteScheduler", {"use_exponential_sigmas": True}, "use_exponential_sigmas is True"),
    ("EulerDiscreteScheduler", {"trained_betas": [0.1] * 1000}, "trained_betas is"),
    ("EulerDiscreteScheduler", {"timestep_type": "continuous"}, "timestep_type is 'continuous'"),
    ("EulerDiscreteScheduler", {"interpolation_type": "log_linear"}, "interpolation_type is 'log_linear'"),
    ("DPMSolverMultistepScheduler", {"solver_order": 3}, "solver_order is 3"),
    ("DPMSolverMultistepScheduler", {"algorithm_type": "sde-dpmsolver++"}, "algorithm_type is 'sde-dpmsolver"),
    ("DPMSolverMultistepScheduler", {"use_lu_lambdas": True}, "use_lu_lambdas is True"),
])
def test_what_no_schedule_of_a_bundle_has_is_refused_by_name(kind, config, named):
    with pytest.raises(ValueError, match=f"scheduler_config.json: {named}.*, expected"):
        schedulers.discrete(getattr(diffusers, kind)(**config))
