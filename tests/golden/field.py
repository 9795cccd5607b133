"""Makes field.json beside it: the paths of PyTorch's optimizers on the field's surfaces.

    cargo xtask python tests/golden/field.py

Every optimizer on every surface for 100 steps, in float64, with PyTorch's own gradients:
neither the surfaces nor their slopes are the engine's. Every tenth place is kept.
tests/golden_field.rs has the engine take the same paths. The rates are such that small
differences fade: a path that bounces from wall to wall would make them larger.
"""

import json
import pathlib

import torch

HERE = pathlib.Path(__file__).parent
N_STEPS = 100
EVERY = 10

# The points of the line's loss, as in src/field/surface/line.rs.
POINTS = [
    (-0.94, -0.68), (-0.81, -1.45), (-0.73, -0.26), (-0.65, -0.34), (-0.51, -0.81), (-0.49, -1.04),
    (-0.35, 0.09), (-0.24, 0.9), (-0.2, 0.35), (-0.01, 0.92), (0.08, 1.12), (0.11, 1.46),
    (0.26, 0.83), (0.39, 0.99), (0.42, 1.34), (0.59, 2.73), (0.63, 1.92), (0.77, 1.26),
    (0.82, 2.27), (1.0, 1.39), (1.09, 1.65), (1.12, 2.34), (1.21, 2.38), (1.36, 2.32),
]


def line(w, b):
    x, y = torch.tensor(POINTS, dtype=torch.float64).T
    return ((w * x + b - y) ** 2).mean()


# key: function, start, and the rates of SGD's kind (by how steep it is) and of Adam's
# kind (by how wide it is)
SURFACES = {
    "parabola": (lambda x: x**2, [2.4], 0.05, 0.05),
    "two_valleys": (lambda x: x**4 / 4 - x**2 + 0.3 * x, [2.1], 0.02, 0.03),
    "waves": (lambda x: x**2 / 10 + torch.sin(3 * x), [4.6], 0.01, 0.02),
    "hollow": (lambda x: 1 - torch.exp(-(x**2)), [2.2], 0.1, 0.03),
    "edge": (lambda x: torch.abs(x), [2.35], 0.0013, 0.011),
    "bowl": (lambda x, y: x**2 + y**2, [-2.2, 1.6], 0.05, 0.05),
    "ravine": (lambda x, y: x**2 / 20 + 5 * y**2, [-2.6, 0.7], 0.05, 0.03),
    "rosenbrock": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, [-1.2, 1.0], 0.0002, 0.002),
    "beale": (
        lambda x, y: (1.5 - x + x * y) ** 2 + (2.25 - x + x * y**2) ** 2 + (2.625 - x + x * y**3) ** 2,
        [1.0, 1.5],
        0.002,
        0.02,
    ),
    "himmelblau": (lambda x, y: (x**2 + y - 11) ** 2 + (x + y**2 - 7) ** 2, [-0.4, -1.0], 0.003, 0.01),
    "saddle": (lambda x, y: x**2 / 2 - y**2 / 2 + y**4 / 8, [2.0, 0.001], 0.1, 0.03),
    "plateau": (lambda x, y: 1 - torch.exp(-(x**2 + y**2) / 2), [2.5, 1.4], 0.2, 0.05),
    "line": (line, [-1.4, -1.2], 0.05, 0.03),
}

# key: how it is made, and which of the two rates it takes
OPTIMIZERS = {
    "sgd": (lambda p, rate: torch.optim.SGD(p, lr=rate), 0),
    "momentum": (lambda p, rate: torch.optim.SGD(p, lr=rate / 4, momentum=0.9), 0),
    "nesterov": (lambda p, rate: torch.optim.SGD(p, lr=rate / 4, momentum=0.9, nesterov=True), 0),
    "adagrad": (lambda p, rate: torch.optim.Adagrad(p, lr=rate), 1),
    "rmsprop": (lambda p, rate: torch.optim.RMSprop(p, lr=rate, alpha=0.9), 1),
    "adam": (lambda p, rate: torch.optim.Adam(p, lr=rate), 1),
    "adamw": (lambda p, rate: torch.optim.AdamW(p, lr=rate), 1),
}


def path(function, start, make, rate):
    place = [torch.tensor(x, dtype=torch.float64, requires_grad=True) for x in start]
    optimizer = make(place, rate)
    kept = []
    for t in range(N_STEPS + 1):
        optimizer.zero_grad()
        value = function(*place)
        value.backward()
        if t % EVERY == 0:
            kept.append([x.item() for x in place] + [value.item()])
        optimizer.step()
    return kept, optimizer.param_groups[0]["lr"]


def amplification(function, start, make, rate):
    """How much larger a small difference at the start is after all steps, at most."""
    nudge = 1e-9
    ends = [path(function, [x + by for x in start], make, rate)[0][-1] for by in (0.0, nudge)]
    return max(abs(a - b) for a, b in zip(*ends)) / nudge


def main():
    cases = []
    for surface, (function, start, *rates) in SURFACES.items():
        for optimizer, (make, kind) in OPTIMIZERS.items():
            growth = amplification(function, start, make, rates[kind])
            assert growth < 1e3, f"{optimizer} on {surface}: differences grow {growth:.0f} times"
            kept, rate = path(function, start, make, rates[kind])
            case = {"surface": surface, "optimizer": optimizer, "learning_rate": rate}
            cases.append({**case, "start": start, "every": EVERY, "path": kept})
    text = ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases)
    (HERE / "field.json").write_text(f"[\n{text}\n]\n")
    print(f"{len(cases)} paths")


if __name__ == "__main__":
    main()
