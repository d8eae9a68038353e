"""Discrete schedulers of diffusers as `process`, `schedule`, `time` and `sampler` of a bundle (docs/bundles.md), and the levels that such a schedule names."""

import inspect
import math

import numpy as np
from diffusers.configuration_utils import FrozenDict

SAMPLERS = {
    "DDIMScheduler": "euler", "EulerDiscreteScheduler": "euler", "EulerAncestralDiscreteScheduler": "euler-ancestral", "HeunDiscreteScheduler": "heun",
    "DPMSolverMultistepScheduler": "dpmpp-2m",
}
BETAS = {"linear": "linear", "scaled_linear": "scaled_linear", "squaredcos_cap_v2": "squaredcos"}
PREDICTIONS = {"epsilon": "epsilon", "v_prediction": "v"}
ZERO_SNR_BAR = 2.0**-24

# What would change the levels or the step in a way that no schedule of a bundle has; absent keys are fine.
ONLY = {
    "clip_sample": False, "thresholding": False, "trained_betas": None, "use_exponential_sigmas": False, "use_beta_sigmas": False, "use_lu_lambdas": False,
    "use_flow_sigmas": False, "interpolation_type": "linear", "timestep_type": "discrete", "final_sigmas_type": "zero", "sigma_min": None, "sigma_max": None,
    "variance_type": None,
}
ONLY_OF = {
    "DPMSolverMultistepScheduler": {
        "solver_order": 2, "algorithm_type": "dpmsolver++", "solver_type": "midpoint", "lambda_min_clipped": -math.inf,
    },
}


def own_config(scheduler):
    """The keys that the scheduler itself reads: diffusers keeps those of a scheduler whose place it took, and obeys none of them."""
    read = inspect.signature(type(scheduler).__init__).parameters
    return FrozenDict({key: value for key, value in scheduler.config.items() if key in read})


def discrete(scheduler):
    """The manifest's view of a scheduler over training steps."""
    kind, config = type(scheduler).__name__, own_config(scheduler)
    if kind not in SAMPLERS:
        raise ValueError(f"scheduler_config.json: _class_name is {kind}, expected one of {', '.join(SAMPLERS)}, which --scheduler can put in its place")
    for key, value in {**ONLY, **ONLY_OF.get(kind, {})}.items():
        learned = key == "variance_type" and str(config.get(key)).startswith(("learned", "fixed"))  # of steps that add noise
        if config.get(key, value) not in (value, None) and not learned:
            raise ValueError(f"scheduler_config.json: {key} is {config[key]!r}, expected {value!r}")
    ddim, solver = kind == "DDIMScheduler", kind == "DPMSolverMultistepScheduler"
    spacing = config.timestep_spacing
    if ddim and spacing == "linspace":
        raise ValueError("scheduler_config.json: timestep_spacing is 'linspace', expected 'leading' or 'trailing': a step of DDIM leads T//N steps down, "
                         "not to the next one visited")
    karras = config.get("use_karras_sigmas") or False
    if solver and karras and config.beta_schedule == "squaredcos_cap_v2":
        raise ValueError("scheduler_config.json: beta_schedule is 'squaredcos_cap_v2' with use_karras_sigmas, expected one of these without the other: "
                         "DPMSolverMultistepScheduler cuts the network's times off there, and rounds them everywhere else")
    # the schedulers of Karras et al. take the first level for the noise's deviation where they begin at the last training step
    from_sigma = not (ddim or solver) and spacing in ("linspace", "trailing")
    return {
        "process": "ve",
        "schedule": {
            "type": "discrete", "train_steps": config.num_train_timesteps, **betas(config), "zero_snr": config.get("rescale_betas_zero_snr") or False,
            "spacing": spacing, "offset": config.get("steps_offset", 0) if spacing == "leading" else 0, "extra": int(solver and spacing != "trailing"),
            "rounded": ddim or solver, "spread": ("karras-table" if solver else "karras") if karras else "spaced",
            "start": "sigma" if from_sigma else "norm", "end": "first" if ddim and not config.set_alpha_to_one else "zero",
        },
        "time": {"type": "table", "interpolation": "log" if karras else "linear", "rounded": ddim or solver},
        "sampler": SAMPLERS[kind],
    }


def prediction(scheduler):
    """What the network returns, where its input is scaled as diffusers scales it: a bundle's `x0` means an input that is not, so `sample` has no counterpart."""
    kind = scheduler.config.prediction_type
    if kind not in PREDICTIONS:
        raise ValueError(f"scheduler_config.json: prediction_type is {kind!r}, expected one of {', '.join(PREDICTIONS)}")
    return PREDICTIONS[kind]


def betas(config):
    if config.beta_schedule not in BETAS:
        raise ValueError(f"scheduler_config.json: beta_schedule is {config.beta_schedule!r}, expected one of {', '.join(BETAS)}")
    if config.beta_schedule == "squaredcos_cap_v2":
        return {"betas": "squaredcos"}
    return {"betas": BETAS[config.beta_schedule], "beta_start": config.beta_start, "beta_end": config.beta_end}


def table(schedule):
    """The training steps' noise levels, in double precision."""
    steps = schedule["train_steps"]
    if schedule["betas"] == "squaredcos":
        bar = np.cos((np.arange(steps + 1) / steps + 0.008) / 1.008 * np.pi / 2) ** 2
        beta = np.minimum(1 - bar[1:] / bar[:-1], 0.999)
    elif schedule["betas"] == "linear":
        beta = np.linspace(schedule["beta_start"], schedule["beta_end"], steps)
    else:
        beta = np.linspace(schedule["beta_start"] ** 0.5, schedule["beta_end"] ** 0.5, steps) ** 2
    bars = np.cumprod(1 - beta)
    if schedule["zero_snr"]:
        root = np.sqrt(bars)
        bars = ((root - root[-1]) * root[0] / (root[0] - root[-1])) ** 2
        bars[-1] = ZERO_SNR_BAR
    return np.sqrt((1 - bars) / bars)


def visited(schedule, steps):
    """The training steps at which a trajectory evaluates the network."""
    count, points = schedule["train_steps"], steps + schedule["extra"]
    if schedule["spacing"] == "linspace":
        at = np.linspace(0, count - 1, points)[::-1][:steps] if points > 1 else np.zeros(1)
        return np.round(at) if schedule["rounded"] else at
    if schedule["spacing"] == "leading":
        return (np.arange(points)[::-1][:steps] * (count // points) + schedule["offset"]).astype(float)
    return np.round(count - np.arange(steps) * count / steps) - 1


def levels(schedule, time, steps):
    """The noise levels of a trajectory, 0 at the end, and the network's times at all but the last: what a reader of the bundle must arrive at."""
    sigmas = table(schedule)
    found = np.interp(np.minimum(visited(schedule, steps), len(sigmas) - 1), np.arange(len(sigmas)), sigmas)
    if schedule["spread"] != "spaced":
        low, high = (found[-1], found[0]) if schedule["spread"] == "karras" else (sigmas[0], sigmas[-1])
        ramp = np.arange(steps) / max(steps - 1, 1)
        found = (high ** (1 / 7) + ramp * (low ** (1 / 7) - high ** (1 / 7))) ** 7
    of = np.log if time["interpolation"] == "log" else (lambda x: x)
    times = np.interp(of(found), of(sigmas), np.arange(len(sigmas)))
    return [*found, 0.0], list(np.round(times) if time["rounded"] else times)
