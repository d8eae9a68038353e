"""The kinds of verifier there are: each takes the command's arguments and returns an Export."""

from verifiers_export.aesthetic import aesthetic
from verifiers_export.classifier import classes, classifier
from verifiers_export.clip import clipscore, pickscore
from verifiers_export.features import features
from verifiers_export.hps import hps
from verifiers_export.imagereward import imagereward

KINDS = {kind.__name__: kind for kind in (aesthetic, classes, classifier, clipscore, features, hps, imagereward, pickscore)}
