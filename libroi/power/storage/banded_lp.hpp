#pragma once
/// @file libroi/power/storage/banded_lp.hpp: linear programs over time, solved with a proof.
///
///   minimise  c'x   subject to  A x = b,  0 <= x <= u            every upper bound finite
///
/// Rows follow time; a local column touches rows at most `band` apart, a global one (a month's peak) any row. A
/// primal-dual interior point method (Mehrotra's predictor-corrector) solves the normal equations by a banded
/// Cholesky factor and a small dense Schur complement for the global columns: time linear in the number of rows.
///
/// Proof of optimality: as all bounds are finite, every y gives a lower bound
///
///   c'x  >=  b'y + sum_j min(r_j, 0) u_j,   r = c - A'y
///
/// on any feasible x. The solver returns the best one it met; it does not depend on the iteration having converged.
///   Source: Mehrotra, SIAM J. Optimization 2 (1992); Wright, Primal-Dual Interior-Point Methods (1997), ch. 10.
#include <cstddef>
#include <utility>
#include <vector>

namespace roi::power {

struct BandedLp {
  struct Column {
    double cost = 0.0;
    double upper = 0.0;
    std::vector<std::pair<std::size_t, double>> entries;  // row, value
  };
  std::size_t rows = 0;
  std::size_t band = 0;
  std::vector<Column> local;
  std::vector<Column> global;
  std::vector<double> b;
};

struct LpSolution {
  std::vector<double> local, global;
  double cost = 0.0;
  double lower_bound = 0.0;
  double infeasibility = 0.0;  // largest |A x - b|
  int iterations = 0;
  bool converged = false;
  bool cut_off = false;  // stopped: the lower bound passed `give_up_above`
};

[[nodiscard]] LpSolution solve(const BandedLp& lp, double tolerance = 1e-8, double give_up_above = 1e300);

}  // namespace roi::power
