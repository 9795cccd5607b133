"""Saves models as people write them, each with what it says to a few inputs.

    python tests/torch/foreign.py FOLDER

Written for each model: NAME.safetensors, its state_dict, and NAME.said, with x (batch, in)
and z (batch, out) in float32.
"""

import pathlib
import sys

import torch
from safetensors.torch import save_file
from torch import nn

torch.manual_seed(1)
folder = pathlib.Path(sys.argv[1])


class Named(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1, self.fc2, self.out = nn.Linear(5, 7), nn.Linear(7, 7), nn.Linear(7, 3)

    def forward(self, x):
        return self.out(torch.relu(self.fc2(torch.relu(self.fc1(x)))))


class OutOfOrder(nn.Module):
    """Names of which the alphabet makes another order."""

    def __init__(self):
        super().__init__()
        self.input, self.hidden, self.answer = nn.Linear(5, 8), nn.Linear(8, 7), nn.Linear(7, 3)

    def forward(self, x):
        return self.answer(torch.relu(self.hidden(torch.relu(self.input(x)))))


def deep():
    """Twelve modules, so that "10" comes after "2"."""
    layers = [nn.Linear(5, 6), nn.ReLU()]
    for _ in range(4):
        layers += [nn.Linear(6, 6), nn.ReLU()]
    return nn.Sequential(*layers, nn.Linear(6, 3))


def wrapped(model):
    return nn.ModuleDict({"module": nn.ModuleDict({"net": model})})


def sequential():
    return nn.Sequential(nn.Linear(5, 7), nn.ReLU(), nn.Dropout(0.5), nn.Linear(7, 3))


models = {
    "sequential": sequential(),
    "named": Named(),
    "out_of_order": OutOfOrder(),
    "deep": deep(),
    "single": nn.Linear(5, 3),
    "without_bias": nn.Sequential(nn.Linear(5, 7, bias=False), nn.ReLU(), nn.Linear(7, 3)),
    "double": sequential().double(),
    "half": sequential().half(),
    "bfloat16": sequential().bfloat16(),
}
for name, model in models.items():
    tensors = (wrapped(model) if name == "deep" else model).state_dict()
    save_file(tensors, folder / f"{name}.safetensors")
    x = torch.randn(4, 5)
    with torch.no_grad():
        z = model.float().eval()(x)
    save_file({"x": x, "z": z}, folder / f"{name}.said")
