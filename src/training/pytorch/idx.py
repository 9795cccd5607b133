def read_idx(path):
    """An IDX file of unsigned bytes, compressed or not: MNIST and its relatives."""
    data = pathlib.Path(path).read_bytes()
    if data[:2] == b"\x1f\x8b":
        data = gzip.decompress(data)
    sizes = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, dtype=np.uint8, offset=4 + 4 * data[3]).reshape(sizes)


def read_images(images, labels):
    """x = gray/255 (n, pixels), and the classes (n)."""
    images = read_idx(images)
    return images.reshape(len(images), -1) / 255.0, read_idx(labels).astype(np.int64)


def add_arguments(parser):
    for name, file, what in (
        ("--images", "train-images-idx3-ubyte", "training images, IDX"),
        ("--labels", "train-labels-idx1-ubyte", "training labels, IDX"),
        ("--test-images", "t10k-images-idx3-ubyte", "held-out images, IDX"),
        ("--test-labels", "t10k-labels-idx1-ubyte", "held-out labels, IDX"),
    ):
        path = there(file)
        is_needed = path is None and not name.startswith("--test")
        help = f"{what}; if left out, {file} beside this script"
        parser.add_argument(name, default=path, required=is_needed, help=help)


def read_data(arguments):
    """Training and held-out examples (or None): features and targets each."""
    train = read_images(arguments.images, arguments.labels)
    if arguments.test_images is None:
        return train, None
    return train, read_images(arguments.test_images, arguments.test_labels)
