def add_arguments(parser):
    """The points are in this file; nothing has to be named."""


def read_data(arguments):
    """Training and held-out examples (or None): features and targets each."""
    x1, x2, targets = np.array(POINTS, dtype=np.float32).astype(np.float64).T
    x = np.stack([{inputs}], axis=1).astype(np.float32).astype(np.float64)
    y = {targets}
    test = None if len(x) == N_TRAIN else (x[N_TRAIN:], y[N_TRAIN:])
    return (x[:N_TRAIN], y[:N_TRAIN]), test
