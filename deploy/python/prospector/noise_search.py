"""``NoiseSearch``, a stage of ``pyspark.ml`` over the one of the same name in Java."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import Any, Callable, Iterator, Mapping, Sequence, Union

from py4j.protocol import Py4JJavaError
from pyspark import SparkContext
from pyspark.ml.param import Param, TypeConverters
from pyspark.ml.util import JavaMLReadable, JavaMLReader, JavaMLWritable
from pyspark.ml.wrapper import JavaTransformer
from pyspark.sql import DataFrame

Value = Union[str, int, float, bool, Sequence[str], Sequence[float], Mapping[str, Any]]

_JAVA = "dev.prospector.driver.ml.NoiseSearch"
_PATHS = {"bundle", "directory"}


class NoiseSearch(JavaTransformer, JavaMLReadable["NoiseSearch"], JavaMLWritable):
    """Searches for an image for each prompt of a DataFrame.

    Every key of docs/configuration.md is a param, ``top-k`` as ``topK``; ``explainParams()`` says what each means and
    what it is if unset::

        search = NoiseSearch(bundle="shapes-b", idCol="id", candidates=64)
        found = search.transform(prompts)

    Each row comes back once for each rank, with ``rank``, ``image`` (Spark's image schema), ``png``, ``score``,
    ``scores``, ``seed``, ``lineage``, ``nfe`` and ``error`` besides its own columns. The search runs within
    ``transform``, not when rows are asked for. With ``directory`` it writes a run directory, and goes on with the one
    that is there. Bad input raises ``ValueError`` with a sentence for each thing that is wrong.
    """

    def __init__(self, **params: Value) -> None:
        super().__init__()
        if SparkContext._active_spark_context is None:
            raise RuntimeError("there is no Spark session, expected one before a stage is made")
        with _readable():
            try:
                self._java_obj = self._new_java_obj(_JAVA, self.uid)
            except TypeError:  # What Py4J takes for a package can't be called.
                raise RuntimeError(
                    f"{_JAVA} is not on the driver's class path, expected prospector.jar for this Spark in spark.jars"
                ) from None
        for java in self._java_obj.params():
            name = java.name()
            setattr(self, name, Param(self, name, java.doc(), _CONVERTERS[java.getClass().getSimpleName()]))
            if self._java_obj.hasDefault(java):
                self._setDefault(**{name: self._java_obj.getDefault(java).get()})
        self.setParams(**params)

    def setParams(self, **params: Value) -> NoiseSearch:
        """Sets params by their names; maps are for options, ``verifierOptions={"vlm.model": "…"}``."""
        for name, value in params.items():
            if not self.hasParam(name):
                raise ValueError(f"param '{name}' is unknown; explainParams() lists those there are")
            param = self.getParam(name)
            if name in _PATHS and isinstance(value, str):
                value = os.path.expanduser(value)  # Shells know what ~ is, and Hadoop does not.
            with _readable():  # Java refuses what a key does not take.
                self._java_obj.set(self._make_java_param_pair(param, _converted(param, value)))
            self._set(**{name: value})
        return self

    def setPromptCol(self, value: str) -> NoiseSearch:
        """The column with the prompts; ``prompt`` if unset."""
        return self.setParams(promptCol=value)

    def setIdCol(self, value: str) -> NoiseSearch:
        """The column with the prompts' ids, from which their noise follows; if unset, a prompt's text is its id."""
        return self.setParams(idCol=value)

    def setOutputPrefix(self, value: str) -> NoiseSearch:
        """What the names of the new columns begin with."""
        return self.setParams(outputPrefix=value)

    def setDirectory(self, value: str) -> NoiseSearch:
        """A run directory that images are kept in, and that is gone on with."""
        return self.setParams(directory=value)

    def setBundle(self, value: str) -> NoiseSearch:
        """The model: an embedded bundle's name, or a bundle's directory or URI."""
        return self.setParams(bundle=value)

    def setAlgorithm(self, value: str) -> NoiseSearch:
        """How to search."""
        return self.setParams(algorithm=value)

    def setVerifier(self, value: str) -> NoiseSearch:
        """Whose score is searched for."""
        return self.setParams(verifier=value)

    def setHeldOut(self, value: Sequence[str]) -> NoiseSearch:
        """Verifiers that only watch."""
        return self.setParams(heldOut=value)

    def setCandidates(self, value: int) -> NoiseSearch:
        """What each prompt may cost, as so many whole trajectories."""
        return self.setParams(candidates=value)

    def setSteps(self, value: int) -> NoiseSearch:
        """Steps of the final images."""
        return self.setParams(steps=value)

    def setTopK(self, value: int) -> NoiseSearch:
        """Winners kept per prompt."""
        return self.setParams(topK=value)

    def setSeed(self, value: int) -> NoiseSearch:
        """The run's seed; all noise follows from it."""
        return self.setParams(seed=value)

    def copy(self, extra: Any = None) -> NoiseSearch:
        """Another stage with the same params, and those that are given here."""
        with _readable():
            return super().copy(extra)

    def write(self) -> Any:
        """Writes the stage; one that holds a secret refuses."""
        with _readable():
            return super().write()

    def _to_java(self) -> Any:
        """The stage in Java, for whatever is to be saved: a pipeline refuses a secret in it as the stage does."""
        with _readable():
            java = super()._to_java()
            java.write()
            return java

    def _transform(self, dataset: DataFrame) -> DataFrame:
        with _readable():
            return super()._transform(dataset)

    def explainParam(self, param: Union[str, Param]) -> str:
        """A param, its default and its value, as Java says them: without secrets."""
        return self._java_obj.explainParam(self._java_obj.getParam(self._resolveParam(param).name))

    def explainParams(self) -> str:
        """All params, a line each, in the order of docs/configuration.md."""
        return self._java_obj.explainParams()

    @classmethod
    def read(cls) -> JavaMLReader[NoiseSearch]:
        """Reads stages that were saved."""
        return _Reader(cls)


class _Reader(JavaMLReader["NoiseSearch"]):
    @classmethod
    def _java_loader_class(cls, clazz: Any) -> str:
        return _JAVA


def _converted(param: Param, value: Value) -> Any:
    try:
        return param.typeConverter(value)
    except TypeError as error:
        raise ValueError(f"{param.name} was {value!r}: {error}") from None


def _text(value: Value) -> str:
    if isinstance(value, bool) or not isinstance(value, (str, int)):
        raise TypeError("expected a text")
    return str(value)


def _whole(value: Value) -> int:
    number = TypeConverters.toInt(value)
    if not -(2**63) <= number < 2**63:
        raise TypeError("expected a whole number of 64 bits")
    return number


def toListOfTexts(value: Value) -> list[str]:  # PySpark knows by such a name that a list is meant.
    """A list, one text, or a map of options, which Java has as texts."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Mapping):
        if None in value.values():
            raise TypeError("expected a value for each option, found None")
        return [f"{option}={one}" for option, one in value.items()]
    if not all(isinstance(one, str) for one in value):
        raise TypeError("expected a list of texts")
    return list(value)


_CONVERTERS: dict[str, Callable[[Any], Any]] = {
    "Param": _text,
    "LongParam": _whole,
    "DoubleParam": TypeConverters.toFloat,
    "BooleanParam": TypeConverters.toBoolean,
    "StringArrayParam": toListOfTexts,
    "DoubleArrayParam": TypeConverters.toListFloat,
}


@contextmanager
def _readable() -> Iterator[None]:
    """Raises what Java refuses as a ValueError with its sentences, without Java's stack."""
    try:
        yield
    except Py4JJavaError as error:
        if not error.java_exception.getClass().getSimpleName() == "InvalidInputException":
            raise
        refused = error.java_exception.getMessage()
    else:
        return
    raise ValueError(refused) from None
