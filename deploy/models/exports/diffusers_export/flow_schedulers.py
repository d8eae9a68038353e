"""Flow-matching schedulers of diffusers as `process`, `schedule`, `time` and `sampler` of a bundle (docs/bundles.md), and the levels that such a schedule names."""

import math

from .schedulers import own_config

SAMPLERS = {"FlowMatchEulerDiscreteScheduler": "euler", "FlowMatchHeunDiscreteScheduler": "heun"}

# What would change the levels or the step in a way that no schedule of a bundle has.
ONLY = {
    "invert_sigmas": False, "shift_terminal": None, "use_karras_sigmas": False, "use_exponential_sigmas": False, "use_beta_sigmas": False,
    "use_flow_sigmas": False, "stochastic_sampling": False,
}


def flow(scheduler, pixels_per_token, even=False):
    """The manifest's view of a flow-matching scheduler. `pixels_per_token` is a side; `even` says that the pipeline brings levels of its own, 1 to 1/N."""
    kind, config = type(scheduler).__name__, own_config(scheduler)
    if kind not in SAMPLERS:
        raise ValueError(f"scheduler_config.json: _class_name is {kind}, expected one of {', '.join(SAMPLERS)}")
    if even and kind != "FlowMatchEulerDiscreteScheduler":
        raise ValueError(f"scheduler_config.json: _class_name is {kind}, expected FlowMatchEulerDiscreteScheduler, which takes the pipeline's own levels")
    for key, value in ONLY.items():
        if (config.get(key) or value) != value:
            raise ValueError(f"scheduler_config.json: {key} is {config[key]!r}, expected {value!r}")
    dynamic = config.get("use_dynamic_shifting", False)
    if dynamic and config.time_shift_type != "exponential":
        raise ValueError(f"scheduler_config.json: time_shift_type is {config.time_shift_type!r}, expected 'exponential'")
    schedule = {"type": "flow"}
    if dynamic:
        schedule["dynamic"] = {
            "base_tokens": config.base_image_seq_len, "base_shift": config.base_shift,
            "max_tokens": config.max_image_seq_len, "max_shift": config.max_shift, "pixels_per_token": pixels_per_token,
        }
    else:
        schedule["shift"] = float(config.shift)
    if not even:
        # the schedulers space their steps down to the lowest level they were trained at, which is shifted already unless the shift depends on the picture
        lowest = 1 / config.num_train_timesteps
        schedule["last"] = lowest if dynamic else shifted(lowest, config.shift)
    return {"process": "flow", "schedule": schedule, "time": {"type": "linear", "scale": float(config.num_train_timesteps)}, "sampler": SAMPLERS[kind]}


def shifted(level, shift):
    return shift * level / (1 + (shift - 1) * level)


def shift_at(schedule, tokens):
    """The shift of a picture of so many tokens (Esser et al. 2024, section 5.3.2, made linear in the tokens for FLUX)."""
    if "shift" in schedule:
        return schedule["shift"]
    d = schedule["dynamic"]
    slope = (d["max_shift"] - d["base_shift"]) / (d["max_tokens"] - d["base_tokens"])
    return math.exp(d["base_shift"] + slope * (tokens - d["base_tokens"]))


def levels(schedule, steps, tokens=None):
    """The noise levels of a trajectory of so many steps, 0 at the end: what a reader of the bundle must arrive at."""
    last = schedule.get("last", 1 / steps)
    even = [1 + (last - 1) * i / max(steps - 1, 1) for i in range(steps)]
    shift = shift_at(schedule, tokens)
    return [shifted(level, shift) for level in even] + [0.0]
