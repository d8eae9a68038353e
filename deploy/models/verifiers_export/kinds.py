"""The kinds of verifier there are."""

from verifiers_export import clip

KINDS = {
    "clipscore": clip.clipscore,
    "pickscore": clip.pickscore,
}
