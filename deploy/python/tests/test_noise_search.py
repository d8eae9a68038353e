"""NoiseSearch from Python: in pipelines, saved and loaded, and what it refuses."""

import struct
import zlib

import pytest
from pyspark.ml import Pipeline, PipelineModel
from pyspark.ml.feature import SQLTransformer
from pyspark.ml.image import ImageSchema

from prospector import NoiseSearch

COLUMNS = ["rank", "image", "png", "score", "scores", "seed", "lineage", "nfe", "error"]


def search(**more):
    return NoiseSearch(bundle="shapes-s", idCol="id", verifier="detector", steps=2, candidates=3, **more)


def test_rows_come_back_with_what_was_found(prompts):
    found = search(heldOut=["match"], topK=2).transform(prompts)
    assert found.columns == ["id", "prompt", "weight", *COLUMNS]
    assert found.select("image").schema["image"].dataType == ImageSchema.columnSchema
    rows = found.orderBy("id", "rank").collect()
    assert [(row.id, row.rank) for row in rows] == [("a", 1), ("a", 2), ("b", 1), ("b", 2), ("c", None)]
    assert rows[4].error == "the prompt is null, expected a text"
    for row in rows[:4]:
        assert sorted(row.scores) == ["detector", "match"] and row.scores["detector"] == row.score
        assert row.image.origin == f"{row.id}#{row.rank}"
        assert bytes(row.image.data) == bgr(row.png)


def bgr(png):
    """The pixels of a PNG file of eight-bit RGB whose lines may have any filter, by the book."""
    position, packed = 8, b""
    while position < len(png):
        (length,) = struct.unpack(">I", png[position : position + 4])
        kind, data = png[position + 4 : position + 8], png[position + 8 : position + 8 + length]
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", data[:10])
            assert (depth, colour) == (8, 2)
        packed += data if kind == b"IDAT" else b""
        position += length + 12
    lines, size = zlib.decompress(packed), 3 * width
    above, pixels = bytearray(size), b""
    for start in range(0, len(lines), size + 1):
        line = bytearray(lines[start + 1 : start + 1 + size])
        for i in range(size):
            left, corner = (line[i - 3], above[i - 3]) if i > 2 else (0, 0)
            guess = left + above[i] - corner
            nearest = min((left, above[i], corner), key=lambda one: abs(guess - one))
            line[i] = (line[i] + (0, left, above[i], (left + above[i]) // 2, nearest)[lines[start]]) % 256
        pixels += b"".join(bytes(reversed(line[i : i + 3])) for i in range(0, size, 3))
        above = line
    return pixels


def test_a_pipeline_is_saved_and_loaded_with_it(prompts, tmp_path):
    best = SQLTransformer(statement="SELECT id, image.width, score FROM __THIS__ WHERE score IS NOT NULL")
    model = Pipeline(stages=[search(heldOut=["match", "realism"]), best]).fit(prompts)
    model.write().save(str(tmp_path / "model"))
    loaded = PipelineModel.load(str(tmp_path / "model"))
    stage = loaded.stages[0]
    assert isinstance(stage, NoiseSearch)
    assert stage.getOrDefault("candidates") == 3
    assert stage.getOrDefault("heldOut") == ["match", "realism"]
    assert stage.explainParams() == model.stages[0].explainParams()
    rows = loaded.transform(prompts).orderBy("id").collect()
    assert rows == model.transform(prompts).orderBy("id").collect()
    assert [(row.id, row.width) for row in rows] == [("a", 32), ("b", 32)]


def test_a_stage_is_saved_loaded_and_copied(tmp_path):
    stage = search(heldOut="none", batch=8, guidance=2, verifierOptions={"vlm.model": "a=b", "vlm.samples": 3})
    stage.save(str(tmp_path / "stage"))
    loaded = NoiseSearch.load(str(tmp_path / "stage"))
    assert loaded.getOrDefault("verifierOptions") == ["vlm.model=a=b", "vlm.samples=3"]
    assert loaded.uid == stage.uid and loaded.explainParams() == stage.explainParams()
    other = stage.copy({stage.topK: 2})
    assert other.getOrDefault("topK") == 2 and other.getOrDefault("batch") == "8"
    assert stage.getOrDefault("topK") == 1
    assert "topK: Winners kept per prompt. (default: 1)\n" in stage.explainParams()
    assert other.explainParam("topK") == "topK: Winners kept per prompt. (default: 1, current: 2)"


def test_a_directory_is_gone_on_with(prompts, tmp_path):
    first = search(directory=str(tmp_path / "run")).transform(prompts).orderBy("id").collect()
    logs = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")}
    assert logs
    assert search(directory=str(tmp_path / "run")).transform(prompts).orderBy("id").collect() == first
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*.parquet")} == logs
    with pytest.raises(ValueError, match="can't be resumed with: seed: the run has 0, now it is 7$"):
        search(directory=str(tmp_path / "run"), seed=7).transform(prompts)


def test_the_users_own_folder_goes_by_its_usual_name(prompts, tmp_path, monkeypatch):
    monkeypatch.setenv("HOME", str(tmp_path))
    search(directory="~/run").transform(prompts)
    assert (tmp_path / "run/_SUCCESS").is_file()
    assert search().setDirectory("~/run").getOrDefault("directory") == str(tmp_path / "run")


def test_a_secret_is_not_saved(prompts, tmp_path):
    stage = search(verifierOptions={"vlm.key": "sk-0123456789abcdef"})
    model = Pipeline(stages=[stage]).fit(prompts)
    for act in (
        lambda: stage.save(str(tmp_path / "stage")),
        lambda: Pipeline(stages=[stage]).save(str(tmp_path / "pipeline")),
        lambda: model.write().overwrite().save(str(tmp_path / "model")),
    ):
        with pytest.raises(ValueError, match="^verifier-options holds a secret, which would be saved for all to read; "):
            act()
    assert not list(tmp_path.iterdir())


def test_what_is_wrong_is_a_sentence(spark, prompts):
    wrong = {
        lambda: search(candidats=4): "param 'candidats' is unknown; explainParams() lists those there are",
        lambda: search().setCandidates(0): "candidates was 0, expected an integer from 1 to 10000000",
        lambda: search().setCandidates("many"): "candidates was 'many': Could not convert many to int",
        lambda: search().setPromptCol("text").transform(prompts): (
            'promptCol was "text", expected a column of the DataFrame, which has [id, prompt, weight]'
        ),
        lambda: search(heldOut=[1]): "heldOut was [1]: expected a list of texts",
        lambda: search(seed=2**70): f"seed was {2**70}: expected a whole number of 64 bits",
        lambda: search(verifierOptions={"vlm.model": None}): (
            "verifierOptions was {'vlm.model': None}: expected a value for each option, found None"
        ),
        lambda: search(topK=9).transform(prompts): (
            "top-k was 9, expected at most as many as candidates, 3"
        ),
    }
    for act, sentence in wrong.items():
        with pytest.raises(ValueError) as raised:
            act()
        assert str(raised.value) == sentence
        assert raised.value.__suppress_context__ or raised.value.__context__ is None
