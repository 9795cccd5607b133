def add_arguments(parser):
    train, test = there("train.csv"), there("test.csv")
    help = "training examples, a line each"
    parser.add_argument("--csv", default=train, required=train is None, help=help)
    parser.add_argument("--test-csv", default=test, help="held-out examples")


def read_data(arguments):
    """Training and held-out examples (or None): features and targets each."""
    train = read_table(arguments.csv)
    return train, None if arguments.test_csv is None else read_table(arguments.test_csv)
