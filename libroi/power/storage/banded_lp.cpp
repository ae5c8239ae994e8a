#include "libroi/power/storage/banded_lp.hpp"

#include <algorithm>
#include <cmath>

#include "libroi/core/interrupt.hpp"
#include "libroi/power/check.hpp"

namespace roi::power {
namespace {

using Vector = std::vector<double>;

double dot(const Vector& a, const Vector& b) {
  double sum = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) sum += a[i] * b[i];
  return sum;
}

double largest(const Vector& a) {
  double most = 0.0;
  for (const double x : a) most = std::max(most, std::abs(x));
  return most;
}

/// Cholesky factor of a symmetric positive definite band matrix, rows of the lower band stored one after another.
class BandCholesky {
 public:
  BandCholesky(std::size_t rows, std::size_t band) : rows_(rows), width_(band + 1), a_(rows * (band + 1)) {}
  void clear() { std::fill(a_.begin(), a_.end(), 0.0); }
  double& at(std::size_t i, std::size_t j) { return a_[i * width_ + (j + width_ - 1 - i)]; }  // j <= i
  void factor() {
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::size_t first = i + 1 >= width_ ? i + 1 - width_ : 0;
      for (std::size_t j = first; j <= i; ++j) {
        const std::size_t from = std::max(first, j + 1 >= width_ ? j + 1 - width_ : 0);
        const double whole = at(i, j);
        double sum = whole;
        for (std::size_t k = from; k < j; ++k) sum -= at(i, k) * at(j, k);
        if (j < i) {
          at(i, j) = sum / at(j, j);
        } else {
          at(i, i) = std::sqrt(std::max(sum, 1e-13 * whole));  // rounding only: the iterative solution repairs it
        }
      }
    }
  }
  void solve(Vector& x) {
    for (std::size_t i = 0; i < rows_; ++i) {
      const std::size_t first = i + 1 >= width_ ? i + 1 - width_ : 0;
      double sum = x[i];
      for (std::size_t k = first; k < i; ++k) sum -= at(i, k) * x[k];
      x[i] = sum / at(i, i);
    }
    for (std::size_t i = rows_; i-- > 0;) {
      x[i] /= at(i, i);
      const std::size_t first = i + 1 >= width_ ? i + 1 - width_ : 0;
      for (std::size_t k = first; k < i; ++k) x[k] -= at(i, k) * x[i];
    }
  }

 private:
  std::size_t rows_, width_;
  Vector a_;
};

/// (M + G D G') y = r by M's band factor and the complement of the few global columns.
class NormalEquations {
 public:
  explicit NormalEquations(const BandedLp& lp) : lp_(lp), band_(lp.rows, lp.band) {}
  void factor(const Vector& theta) {
    band_.clear();
    for (std::size_t j = 0; j < lp_.local.size(); ++j) {
      for (const auto& [r1, v1] : lp_.local[j].entries) {
        for (const auto& [r2, v2] : lp_.local[j].entries) {
          if (r2 <= r1) band_.at(r1, r2) += theta[j] * v1 * v2;
        }
      }
    }
    for (std::size_t i = 0; i < lp_.rows; ++i) band_.at(i, i) += 1e-18;
    band_.factor();
    const std::size_t k = lp_.global.size();
    columns_.assign(k, {});
    small_.assign(k * k, 0.0);
    for (std::size_t g = 0; g < k; ++g) {
      columns_[g].assign(lp_.rows, 0.0);
      for (const auto& [row, v] : lp_.global[g].entries) columns_[g][row] += v;
      band_.solve(columns_[g]);
    }
    for (std::size_t g = 0; g < k; ++g) {
      for (std::size_t h = 0; h < k; ++h) {
        double sum = g == h ? 1.0 / theta[lp_.local.size() + g] : 0.0;
        for (const auto& [row, v] : lp_.global[g].entries) sum += v * columns_[h][row];
        small_[g * k + h] = sum;
      }
    }
    for (std::size_t j = 0; j < k; ++j) {  // dense Cholesky in place
      for (std::size_t i = j; i < k; ++i) {
        double sum = small_[i * k + j];
        for (std::size_t m = 0; m < j; ++m) sum -= small_[i * k + m] * small_[j * k + m];
        small_[i * k + j] = i == j ? std::sqrt(std::max(sum, 1e-300)) : sum / small_[j * k + j];
      }
    }
  }
  Vector solve(Vector r) {
    band_.solve(r);
    const std::size_t k = lp_.global.size();
    Vector t(k);
    for (std::size_t g = 0; g < k; ++g) {
      for (const auto& [row, v] : lp_.global[g].entries) t[g] += v * r[row];
      for (std::size_t m = 0; m < g; ++m) t[g] -= small_[g * k + m] * t[m];
      t[g] /= small_[g * k + g];
    }
    for (std::size_t g = k; g-- > 0;) {
      for (std::size_t m = g + 1; m < k; ++m) t[g] -= small_[m * k + g] * t[m];
      t[g] /= small_[g * k + g];
    }
    for (std::size_t g = 0; g < k; ++g) {
      for (std::size_t i = 0; i < lp_.rows; ++i) r[i] -= columns_[g][i] * t[g];
    }
    return r;
  }

 private:
  const BandedLp& lp_;
  BandCholesky band_;
  std::vector<Vector> columns_;
  Vector small_;
};

class Program {
 public:
  explicit Program(const BandedLp& lp) : lp_(lp), n_(lp.local.size() + lp.global.size()) {}
  [[nodiscard]] std::size_t size() const { return n_; }
  [[nodiscard]] const BandedLp::Column& column(std::size_t j) const {
    return j < lp_.local.size() ? lp_.local[j] : lp_.global[j - lp_.local.size()];
  }
  [[nodiscard]] Vector times(const Vector& x) const {
    Vector out(lp_.rows, 0.0);
    for (std::size_t j = 0; j < n_; ++j) {
      for (const auto& [row, v] : column(j).entries) out[row] += v * x[j];
    }
    return out;
  }
  [[nodiscard]] double transposed(std::size_t j, const Vector& y) const {
    double sum = 0.0;
    for (const auto& [row, v] : column(j).entries) sum += v * y[row];
    return sum;
  }
  [[nodiscard]] double bound(const Vector& y) const {
    double value = dot(lp_.b, y);
    for (std::size_t j = 0; j < n_; ++j) value += std::min(column(j).cost - transposed(j, y), 0.0) * column(j).upper;
    return value;
  }

 private:
  const BandedLp& lp_;
  std::size_t n_;
};

struct Point {
  Vector x, w, z, v, y;
};
struct Step {
  Vector dx, dz, dv, dy;
};

double longest(const Vector& a, const Vector& da, double sign) {
  double step = 1.0;
  for (std::size_t j = 0; j < a.size(); ++j) {
    if (sign * da[j] < 0.0) step = std::min(step, -a[j] / (sign * da[j]));
  }
  return step;
}

}  // namespace

LpSolution solve(const BandedLp& lp, double tolerance, double give_up_above) {
  const Program program(lp);
  const std::size_t n = program.size();
  for (std::size_t j = 0; j < n; ++j)
    check(program.column(j).upper > 0.0 && std::isfinite(program.column(j).upper), "solve", "upper bound",
          program.column(j).upper, "must be > 0 and finite");
  NormalEquations normal(lp);
  Point p;
  double price = 0.0;
  for (std::size_t j = 0; j < n; ++j) price = std::max(price, std::abs(program.column(j).cost));
  price = std::max(price, 1e-6);
  p.x.resize(n);
  for (std::size_t j = 0; j < n; ++j) p.x[j] = 0.5 * program.column(j).upper;
  p.w = p.x;
  p.z.assign(n, price);
  p.v.assign(n, price);
  p.y.assign(lp.rows, 0.0);
  LpSolution out;
  out.lower_bound = -1e300;
  Vector theta(n), h(n), rxz(n), rwv(n);
  const double scale_b = 1.0 + largest(lp.b);
  Vector best = p.x;
  double best_merit = 1e300;
  int stale = 0;
  for (out.iterations = 0; out.iterations < 120; ++out.iterations) {
    may_stop();
    Vector rp = program.times(p.x);
    for (std::size_t i = 0; i < lp.rows; ++i) rp[i] = lp.b[i] - rp[i];
    Vector rd(n);
    out.cost = 0.0;
    double mu = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      const double c = program.column(j).cost;
      rd[j] = c - program.transposed(j, p.y) - p.z[j] + p.v[j];
      out.cost += c * p.x[j];
      mu += p.x[j] * p.z[j] + p.w[j] * p.v[j];
    }
    mu /= 2.0 * static_cast<double>(n);
    out.lower_bound = std::max(out.lower_bound, program.bound(p.y));
    out.infeasibility = largest(rp);
    if (out.lower_bound > give_up_above) {
      out.cut_off = true;
      break;
    }
    const double merit =
        std::abs(out.cost - out.lower_bound) / (1.0 + std::abs(out.cost)) + out.infeasibility / scale_b;
    if (merit < best_merit) {
      best_merit = merit;
      best = p.x;
      stale = 0;
    } else if (++stale > 6) {
      break;  // rounding has the upper hand: the best point stands, the bound says how good it is
    }
    out.converged =
        out.infeasibility <= 1e-8 * scale_b && out.cost - out.lower_bound <= tolerance * (1.0 + std::abs(out.cost));
    if (out.converged) break;
    for (std::size_t j = 0; j < n; ++j) theta[j] = 1.0 / (p.z[j] / p.x[j] + p.v[j] / p.w[j]);
    normal.factor(theta);
    // The factor loses digits as the optimum nears; it then serves as preconditioner.
    const auto conjugate_gradients = [&](const Vector& r) {
      Vector y = normal.solve(r);
      Vector scaled(n);
      const auto apply = [&](const Vector& a) {
        for (std::size_t j = 0; j < n; ++j) scaled[j] = theta[j] * program.transposed(j, a);
        return program.times(scaled);
      };
      Vector rest = apply(y);
      for (std::size_t i = 0; i < lp.rows; ++i) rest[i] = r[i] - rest[i];
      const double enough = 1e-9 * largest(r);
      Vector best_y = y;
      double least = largest(rest);
      Vector q = normal.solve(rest);
      Vector direction = q;
      double rho = dot(rest, q);
      for (int k = 0; k < 15 && largest(rest) > enough && rho > 0.0; ++k) {
        const Vector image = apply(direction);
        const double curvature = dot(direction, image);
        if (!(curvature > 0.0)) break;
        const double step = rho / curvature;
        for (std::size_t i = 0; i < lp.rows; ++i) {
          y[i] += step * direction[i];
          rest[i] -= step * image[i];
        }
        if (largest(rest) < least) {
          least = largest(rest);
          best_y = y;
        }
        q = normal.solve(rest);
        const double next = dot(rest, q);
        for (std::size_t i = 0; i < lp.rows; ++i) direction[i] = q[i] + next / rho * direction[i];
        rho = next;
      }
      return best_y;
    };
    const auto newton = [&] {
      Step s;
      Vector scaled(n);
      for (std::size_t j = 0; j < n; ++j) {
        h[j] = rd[j] - rxz[j] / p.x[j] + rwv[j] / p.w[j];
        scaled[j] = theta[j] * h[j];
      }
      Vector r = program.times(scaled);
      for (std::size_t i = 0; i < lp.rows; ++i) r[i] += rp[i];
      s.dy = conjugate_gradients(r);
      s.dx.resize(n);
      s.dz.resize(n);
      s.dv.resize(n);
      for (std::size_t j = 0; j < n; ++j) {
        s.dx[j] = theta[j] * (program.transposed(j, s.dy) - h[j]);
        s.dz[j] = (rxz[j] - p.z[j] * s.dx[j]) / p.x[j];
        s.dv[j] = (rwv[j] + p.v[j] * s.dx[j]) / p.w[j];
      }
      return s;
    };
    for (std::size_t j = 0; j < n; ++j) {
      rxz[j] = -p.x[j] * p.z[j];
      rwv[j] = -p.w[j] * p.v[j];
    }
    const Step guess = newton();
    const double gp = std::min(longest(p.x, guess.dx, 1.0), longest(p.w, guess.dx, -1.0));
    const double gd = std::min(longest(p.z, guess.dz, 1.0), longest(p.v, guess.dv, 1.0));
    double ahead = 0.0;
    for (std::size_t j = 0; j < n; ++j) {
      ahead += (p.x[j] + gp * guess.dx[j]) * (p.z[j] + gd * guess.dz[j]) +
               (p.w[j] - gp * guess.dx[j]) * (p.v[j] + gd * guess.dv[j]);
    }
    ahead /= 2.0 * static_cast<double>(n);
    const double ratio = ahead / mu;
    const double target = ratio * ratio * ratio * mu;
    for (std::size_t j = 0; j < n; ++j) {
      rxz[j] = target - p.x[j] * p.z[j] - guess.dx[j] * guess.dz[j];
      rwv[j] = target - p.w[j] * p.v[j] + guess.dx[j] * guess.dv[j];
    }
    const Step s = newton();
    const double sp = std::min(1.0, 0.9995 * std::min(longest(p.x, s.dx, 1.0), longest(p.w, s.dx, -1.0)));
    const double sd = std::min(1.0, 0.9995 * std::min(longest(p.z, s.dz, 1.0), longest(p.v, s.dv, 1.0)));
    if (!(sp > 1e-12) && !(sd > 1e-12)) break;
    for (std::size_t j = 0; j < n; ++j) {
      p.x[j] += sp * s.dx[j];
      p.w[j] -= sp * s.dx[j];
      p.z[j] += sd * s.dz[j];
      p.v[j] += sd * s.dv[j];
    }
    for (std::size_t i = 0; i < lp.rows; ++i) p.y[i] += sd * s.dy[i];
  }
  const Vector rest = program.times(best);
  out.cost = 0.0;
  out.infeasibility = 0.0;
  for (std::size_t i = 0; i < lp.rows; ++i)
    out.infeasibility = std::max(out.infeasibility, std::abs(lp.b[i] - rest[i]));
  for (std::size_t j = 0; j < n; ++j) out.cost += program.column(j).cost * best[j];
  out.local.assign(best.begin(), best.begin() + static_cast<long>(lp.local.size()));
  out.global.assign(best.begin() + static_cast<long>(lp.local.size()), best.end());
  return out;
}

}  // namespace roi::power
