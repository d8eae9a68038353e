"""Write the tiny PickScore that the Java tests read, and what it must give: `verifier_cases.py executors/src/test/resources/verifiers`."""

import json
import os
import sys
import tempfile

import torch

sys.path.append(os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "exports"))
from export_verifiers import arguments  # noqa: E402
from PIL import Image  # noqa: E402
from specimens import tiny_verifiers  # noqa: E402
from verifiers_export.kinds import KINDS  # noqa: E402
from verifiers_export.writing import write  # noqa: E402

PROMPTS = ["a red circle", "two blue squares, one of them left", "", "A Photo — of a café!", "the " * 100]


def picture(i, height, width):
    """Smooth in places, so that resizing is put to the test; the Java test has the same line."""
    rows, columns, channels = torch.meshgrid(torch.arange(height), torch.arange(width), torch.arange(3), indexing="ij")
    return ((rows * (3 + i) + columns * columns * (1 + channels) + 40 * i * channels) % 256).to(torch.uint8)


def main(out):
    torch.set_num_threads(1)
    cases = []
    with tempfile.TemporaryDirectory() as folder:
        checkpoint = tiny_verifiers.clip(os.path.join(folder, "clip"), width=16, image=16, layers=1, merges=20)
        args = arguments(["pickscore", checkpoint, os.path.join(out, "tiny-pickscore")])
        export = KINDS["pickscore"](args)
        for height, width in ((16, 16), (32, 32), (20, 50)):
            pictures = [Image.fromarray(picture(i, height, width).numpy()) for i in range(5)]
            with torch.inference_mode():
                scores = [export.reference([p], [prompt]).item() for p, prompt in zip(pictures, PROMPTS)]
            cases.append({"height": height, "width": width, "scores": scores})
        write(export, args.out, "tiny-pickscore", "float32", 4)
        features = arguments(["features", checkpoint, os.path.join(out, "tiny-features")])
        write(KINDS["features"](features), features.out, "tiny-features", "float32", 3)
    with open(os.path.join(out, "expected.json"), "w", encoding="utf-8") as f:
        json.dump({"prompts": PROMPTS, "cases": cases}, f, indent=1, ensure_ascii=False)
        f.write("\n")


if __name__ == "__main__":
    main(sys.argv[1])
