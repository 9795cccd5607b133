def add_arguments(parser):
    parser.add_argument("--csv", required=True, help="training examples, a line each")
    parser.add_argument("--test-csv", help="held-out examples")


def read_data(arguments):
    """Training and held-out examples (or None): features and targets each."""
    train = read_table(arguments.csv)
    return train, None if arguments.test_csv is None else read_table(arguments.test_csv)
