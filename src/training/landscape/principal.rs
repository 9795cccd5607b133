//! Principal directions: along which a cloud of points is spread most.
//!
//! The points have thousands of coordinates, but there are few of them. So instead of the
//! covariances of all coordinates, which nobody could store, the Gram matrix of the points is
//! taken apart: it has the same eigenvalues above 0, and its eigenvectors say how the
//! directions are mixed from the points themselves.

/// Eigenvalues, the largest first, and their eigenvectors of length 1.
#[derive(Clone, Debug, PartialEq)]
pub struct Eigen {
    /// λ (n), descending.
    pub values: Vec<f64>,
    /// One vector (n) a value.
    pub vectors: Vec<Vec<f64>>,
}

/// Most rounds over all pairs; a symmetric matrix of a few dozen rows takes six to ten.
const ROUNDS: usize = 60;

/// Takes a symmetric matrix (n, n), row by row, apart by Jacobi's rotations (C. Jacobi, 1846;
/// G. Golub and C. Van Loan, "Matrix Computations", §8.5).
///
/// # Panics
/// If there are not n² numbers.
pub fn eigen(mut matrix: Vec<f64>, n: usize) -> Eigen {
    assert_eq!(matrix.len(), n * n, "a square matrix");
    let mut vectors: Vec<Vec<f64>> =
        (0..n).map(|row| (0..n).map(|col| f64::from(u8::from(row == col))).collect()).collect();
    for _ in 0..ROUNDS {
        let beside: f64 =
            pairs(n).map(|(row, col)| matrix[row * n + col] * matrix[row * n + col]).sum();
        let all: f64 = matrix.iter().map(|entry| entry * entry).sum();
        // All that is beside the diagonal is rounding.
        if beside <= f64::EPSILON * f64::EPSILON * all {
            break;
        }
        for (row, col) in pairs(n) {
            rotate(&mut matrix, n, &mut vectors, row, col);
        }
    }
    let mut order: Vec<usize> = (0..n).collect();
    order.sort_by(|&a, &b| matrix[b * n + b].total_cmp(&matrix[a * n + a]));
    Eigen {
        values: order.iter().map(|&i| matrix[i * n + i]).collect(),
        vectors: order.iter().map(|&i| vectors[i].clone()).collect(),
    }
}

/// All places above the diagonal.
fn pairs(n: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n).flat_map(move |row| (row + 1..n).map(move |col| (row, col)))
}

/// Turns the plane of two axes so that the entry at (p, q) becomes 0.
fn rotate(matrix: &mut [f64], n: usize, vectors: &mut [Vec<f64>], p: usize, q: usize) {
    let beside = matrix[p * n + q];
    if beside == 0.0 {
        return;
    }
    let slant = (matrix[q * n + q] - matrix[p * n + p]) / (2.0 * beside);
    // The smaller of the two angles.
    let tangent = slant.signum() / (slant.abs() + (1.0 + slant * slant).sqrt());
    let cosine = 1.0 / (1.0 + tangent * tangent).sqrt();
    let sine = tangent * cosine;
    let turn = |a: &mut f64, b: &mut f64| {
        (*a, *b) = (cosine * *a - sine * *b, sine * *a + cosine * *b);
    };
    for i in 0..n {
        let (mut a, mut b) = (matrix[i * n + p], matrix[i * n + q]);
        turn(&mut a, &mut b);
        (matrix[i * n + p], matrix[i * n + q]) = (a, b);
    }
    for i in 0..n {
        let (mut a, mut b) = (matrix[p * n + i], matrix[q * n + i]);
        turn(&mut a, &mut b);
        (matrix[p * n + i], matrix[q * n + i]) = (a, b);
    }
    let (head, tail) = vectors.split_at_mut(q);
    head[p].iter_mut().zip(&mut tail[0]).for_each(|(a, b)| turn(a, b));
}

/// The two directions of length 1 along which points spread most around 0, as mixtures of the
/// points. A direction that there is not (all points lie on a line, or in one place) is `None`.
///
/// `differences` are the points (points, coordinates), all equally long.
pub fn two_directions(differences: &[Vec<f32>]) -> [Option<Vec<f32>>; 2] {
    let n = differences.len();
    let mut gram = vec![0.0; n * n];
    for row in 0..n {
        for col in row..n {
            let product = dot(&differences[row], &differences[col]);
            (gram[row * n + col], gram[col * n + row]) = (product, product);
        }
    }
    let Eigen { values, vectors } = eigen(gram, n);
    let largest = values.first().copied().unwrap_or(0.0);
    [0, 1].map(|which| {
        // Below this a direction is made of the rounding of single precision.
        let value = *values.get(which).filter(|&&value| value > 1e-9 * largest && value > 0.0)?;
        let vector = &vectors[which];
        let mut direction = vec![0.0_f64; differences[0].len()];
        for (share, difference) in vector.iter().zip(differences) {
            let share = share / value.sqrt();
            direction.iter_mut().zip(difference).for_each(|(d, &x)| *d += share * f64::from(x));
        }
        Some(direction.into_iter().map(|d| d as f32).collect())
    })
}

/// Σ a·b in double precision.
pub fn dot(a: &[f32], b: &[f32]) -> f64 {
    // Four sums side by side: one would wait for its own last addition each time.
    let mut sums = [0.0_f64; 4];
    let (a4, b4) = (a.chunks_exact(4), b.chunks_exact(4));
    let rest = a4.remainder().iter().zip(b4.remainder());
    let rest: f64 = rest.map(|(&a, &b)| f64::from(a) * f64::from(b)).sum();
    for (a, b) in a4.zip(b4) {
        for lane in 0..4 {
            sums[lane] += f64::from(a[lane]) * f64::from(b[lane]);
        }
    }
    sums.iter().sum::<f64>() + rest
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_matrix_is_taken_apart() {
        // Made from its parts: λ 5, 2, −1 along three orthogonal vectors.
        let (r2, r3, r6) = (2f64.sqrt(), 3f64.sqrt(), 6f64.sqrt());
        let parts = [
            (5.0, [1.0 / r3, 1.0 / r3, 1.0 / r3]),
            (2.0, [1.0 / r2, -1.0 / r2, 0.0]),
            (-1.0, [1.0 / r6, 1.0 / r6, -2.0 / r6]),
        ];
        let mut matrix = vec![0.0; 9];
        for (value, v) in parts {
            for i in 0..9 {
                matrix[i] += value * v[i / 3] * v[i % 3];
            }
        }
        let Eigen { values, vectors } = eigen(matrix, 3);
        for ((value, vector), (expected, v)) in values.iter().zip(&vectors).zip(parts) {
            assert!((value - expected).abs() < 1e-12, "{value}");
            let cosine: f64 = vector.iter().zip(v).map(|(a, b)| a * b).sum();
            assert!((cosine.abs() - 1.0).abs() < 1e-12);
        }
        assert_eq!(eigen(vec![3.0], 1), Eigen { values: vec![3.0], vectors: vec![vec![1.0]] });
        assert!(eigen(Vec::new(), 0).values.is_empty());
    }

    #[test]
    fn points_in_a_plane_give_its_directions() {
        // Along e₂ more than along e₄, nothing else.
        let point = |x: f32, y: f32| vec![0.0, 0.0, x, 0.0, y];
        let points = [point(-3.0, 1.0), point(3.0, 1.0), point(-3.0, -1.0), point(3.0, -1.0)];
        let [first, second] = two_directions(&points).map(Option::unwrap);
        for (direction, axis) in [(first, 2), (second, 4)] {
            for (i, share) in direction.iter().enumerate() {
                assert!((share.abs() - f32::from(u8::from(i == axis))).abs() < 1e-6);
            }
        }
        let line = [vec![1.0, 2.0, 2.0], vec![2.0, 4.0, 4.0]];
        let [first, second] = two_directions(&line);
        assert!((dot(&first.unwrap(), &[1.0, 2.0, 2.0]).abs() - 3.0).abs() < 1e-6);
        assert_eq!(second, None);
        assert_eq!(two_directions(&[vec![0.0; 3]]), [None, None]);
    }
}
