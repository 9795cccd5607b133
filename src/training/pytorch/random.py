# --- The same random numbers as Descent's, so that the same examples come in the same order.

BITS32, BITS64 = 2**32 - 1, 2**64 - 1


def mix(z):
    """SplitMix64's output function, on whole numbers."""
    z = (z + 0x9E3779B97F4A7C15) & BITS64
    z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & BITS64
    z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & BITS64
    return z ^ (z >> 31)


class Pcg32:
    """PCG-XSH-RR 64/32 (M. O'Neill, 2014)."""

    def __init__(self, state, stream):
        self.increment = (stream << 1 | 1) & BITS64
        self.state = (state + self.increment) & BITS64
        self.advance()

    def advance(self):
        self.state = (self.state * 6364136223846793005 + self.increment) & BITS64

    def bits(self):
        old = self.state
        self.advance()
        word = ((old >> 18 ^ old) >> 27) & BITS32
        turn = old >> 59
        return (word >> turn | word << (-turn & 31)) & BITS32

    def below(self, n):
        """A whole number from 0 to n - 1 (D. Lemire, 2019)."""
        too_few = (2**32 - n) % n
        while True:
            product = self.bits() * n
            if product & BITS32 >= too_few:
                return product >> 32

    def shuffle(self, items):
        for last in range(len(items) - 1, 0, -1):
            other = self.below(last + 1)
            items[last], items[other] = items[other], items[last]
