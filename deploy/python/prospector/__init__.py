"""Prospector's stage for PySpark; docs/djl-spark.md says how to use it."""

import sys

from prospector.noise_search import NoiseSearch

__all__ = ["NoiseSearch"]

# PySpark looks for the Python class of a stage that a pipeline was saved with under the name of its Java class.
sys.modules.setdefault("dev.prospector.driver.ml", sys.modules[__name__])
