"""Schedules of a manifest hold what the schedulers of diffusers visit, for many numbers of steps."""

import diffusers
import numpy as np
import pytest

from diffusers_export import schedulers
from diffusers_export.loading import replaced
from specimens.schedules import CASES, DDIM, STABLE_DIFFUSION, visited

STEPS = (1, 2, 3, 5, 7, 10, 20, 33, 50, 100)


@pytest.mark.parametrize("steps", STEPS)
@pytest.mark.parametrize("kind, config", [*CASES, ("DPMSolverMultistepScheduler", {"beta_schedule": "squaredcos_cap_v2"})], ids=lambda value: value if isinstance(value, str) else ",".join(f"{k}={v}" for k, v in value.items()))
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
    ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True, "beta_schedule": "squaredcos_cap_v2"}, "beta_schedule is 'squaredcos_cap_v2' with use_karras"),
])
def test_what_no_schedule_of_a_bundle_has_is_refused_by_name(kind, config, named):
    with pytest.raises(ValueError, match=f"scheduler_config.json: {named}.*, expected"):
        schedulers.discrete(getattr(diffusers, kind)(**config))


def test_diffusers_cuts_times_off_where_betas_are_squared_cosines_and_levels_are_karras():
    """Why these two are refused together: a bundle's rounded times are others, by a whole training step."""
    scheduler = diffusers.DPMSolverMultistepScheduler(use_karras_sigmas=True, beta_schedule="squaredcos_cap_v2")
    scheduler.set_timesteps(20)
    table = ((1 - scheduler.alphas_cumprod) / scheduler.alphas_cumprod).sqrt().double().log().numpy()
    exact = np.interp(scheduler.sigmas[:-1].double().log().numpy(), table, np.arange(len(table)))
    times = scheduler.timesteps.numpy()
    far = np.abs(exact - np.round(exact)) > 0.01  # single precision tells on which side they are
    assert list(times[far]) == list(np.floor(exact)[far]) and (times != np.round(exact)).any()


@pytest.mark.parametrize("kind", ("DDIMScheduler", "DPMSolverMultistepScheduler", "EulerDiscreteScheduler", "HeunDiscreteScheduler"))
def test_networks_that_predict_samples_are_refused(kind):
    """diffusers scales their input, by 1/sqrt(sigma^2 + 1) as seen from the variance-exploding side; a bundle's `x0` does not (docs/bundles.md)."""
    scheduler = getattr(diffusers, kind)(prediction_type="sample")
    with pytest.raises(ValueError, match="scheduler_config.json: prediction_type is 'sample', expected one of epsilon, v_prediction$"):
        schedulers.prediction(scheduler)


@pytest.mark.parametrize("prediction_type, named", (("epsilon", "epsilon"), ("v_prediction", "v")))
def test_what_networks_predict_is_named(prediction_type, named):
    assert schedulers.prediction(diffusers.DDIMScheduler(prediction_type=prediction_type)) == named


LEFT_BEHIND = [
    ("DPMSolverMultistepScheduler", {"use_karras_sigmas": True}, "DDIMScheduler"),
    ("DPMSolverMultistepScheduler", {"use_lu_lambdas": True}, "EulerDiscreteScheduler"),
    ("DPMSolverMultistepScheduler", {"use_lu_lambdas": True}, "DDIMScheduler"),
    ("DPMSolverMultistepScheduler", {"final_sigmas_type": "sigma_min", "algorithm_type": "dpmsolver"}, "HeunDiscreteScheduler"),
    ("EulerDiscreteScheduler", {"use_exponential_sigmas": True}, "DDIMScheduler"),
    ("EulerDiscreteScheduler", {"use_karras_sigmas": True}, "EulerAncestralDiscreteScheduler"),
    ("DDIMScheduler", {**DDIM, "timestep_spacing": "trailing", "rescale_betas_zero_snr": True}, "HeunDiscreteScheduler"),
    ("DDIMScheduler", {**DDIM, "thresholding": True, "set_alpha_to_one": False}, "EulerDiscreteScheduler"),
]


@pytest.mark.parametrize("steps", (1, 7, 20))
@pytest.mark.parametrize("before, config, kind", LEFT_BEHIND, ids=lambda value: value if isinstance(value, str) else ",".join(value))
def test_keys_that_only_the_scheduler_before_obeyed_are_not_obeyed(before, config, kind, steps):
    scheduler = replaced(getattr(diffusers, before)(**STABLE_DIFFUSION, **config), kind)
    assert any(scheduler.config.get(key) == value for key, value in config.items())  # diffusers keeps them
    found = schedulers.discrete(scheduler)
    sigmas, times = visited(scheduler, steps)
    own_sigmas, own_times = schedulers.levels(found["schedule"], found["time"], steps)
    np.testing.assert_allclose(own_sigmas[:-1], sigmas, rtol=1e-4)
    np.testing.assert_allclose(own_times, times, atol=0.02)
