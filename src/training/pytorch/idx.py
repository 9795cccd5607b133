def read_idx(path):
    """An IDX file of unsigned bytes: MNIST and its relatives."""
    data = pathlib.Path(path).read_bytes()
    sizes = [int.from_bytes(data[4 + 4 * i : 8 + 4 * i], "big") for i in range(data[3])]
    return np.frombuffer(data, dtype=np.uint8, offset=4 + 4 * data[3]).reshape(sizes)


def read_images(images, labels):
    """x = gray/255 (n, pixels), and the classes (n)."""
    images = read_idx(images)
    return images.reshape(len(images), -1) / 255.0, read_idx(labels).astype(np.int64)


def add_arguments(parser):
    parser.add_argument("--images", required=True, help="training images, IDX")
    parser.add_argument("--labels", required=True, help="training labels, IDX")
    parser.add_argument("--test-images", help="held-out images, IDX")
    parser.add_argument("--test-labels", help="held-out labels, IDX")


def read_data(arguments):
    """Training and held-out examples (or None): features and targets each."""
    train = read_images(arguments.images, arguments.labels)
    if arguments.test_images is None:
        return train, None
    return train, read_images(arguments.test_images, arguments.test_labels)
