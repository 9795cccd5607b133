def masks(step, first, x):
    """Which activations are dropped: 0, or 1/(1 - p) for those that stay. `x` (rows, in)
    are the batch's examples from number `first` on."""
    key = mix(mix(SEED ^ mix(4 << 32)) ^ step)
    layers = []
    for layer, (width, p) in enumerate(DROPOUT):
        counters = np.arange(first * width, (first + len(x)) * width, dtype=np.uint64)
        z = counters * np.uint64(0x9E3779B97F4A7C15)
        z = z + np.array([mix(key ^ (layer + 1))], dtype=np.uint64)
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
        unit = (z >> np.uint64(40)).astype(np.float64) / 2**24
        mask = np.where(unit < np.float32(p), 0.0, 1.0 / (1.0 - p)).reshape(len(x), width)
        layers.append(torch.from_numpy(mask).to(x.dtype).to(x.device))
    return layers
