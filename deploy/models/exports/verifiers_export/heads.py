"""Small networks on top of an encoder, as published: linear layers with dropout, nothing between them."""

from torch import nn


def mlp(width):
    """Of the aesthetic predictor and of ImageReward; keys `layers.0`, `.2`, `.4`, `.6`, `.7`."""
    layers = [nn.Linear(width, 1024), nn.Dropout(.2), nn.Linear(1024, 128), nn.Dropout(.2), nn.Linear(128, 64), nn.Dropout(.1), nn.Linear(64, 16),
              nn.Linear(16, 1)]
    head = nn.Module()
    head.layers = nn.Sequential(*layers)
    return head
