def masks(step, rows, dtype):
    """Which activations are dropped: 0, or 1/(1 - p) for those that stay."""
    key = mix(mix(SEED ^ mix(4 << 32)) ^ step)
    layers = []
    for layer, (width, p) in enumerate(DROPOUT):
        counters = np.arange(rows * width, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
        z = counters + np.array([mix(key ^ (layer + 1))], dtype=np.uint64)
        z = z + np.uint64(0x9E3779B97F4A7C15)
        z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
        z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
        z = z ^ (z >> np.uint64(31))
        unit = (z >> np.uint64(40)).astype(np.float64) / 2**24
        mask = np.where(unit < np.float32(p), 0.0, 1.0 / (1.0 - p)).reshape(rows, width)
        layers.append(torch.from_numpy(mask).to(dtype))
    return layers
