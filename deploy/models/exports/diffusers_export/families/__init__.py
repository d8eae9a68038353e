"""The one place where families of pipelines are named."""

from . import dit, flux, pixart_sigma, stable_diffusion, stable_diffusion_3, stable_diffusion_xl

FAMILIES = (stable_diffusion, stable_diffusion_xl, stable_diffusion_3, pixart_sigma, dit, flux)


def family_of(class_name):
    """The module for a pipeline's class, by name."""
    for family in FAMILIES:
        if class_name in family.pipelines:
            return family
    known = ", ".join(name for family in FAMILIES for name in family.pipelines)
    raise ValueError(f"model_index.json: _class_name is {class_name}, expected one of {known}")
