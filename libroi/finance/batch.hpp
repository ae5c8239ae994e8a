#pragma once
/// @file libroi/finance/batch.hpp: the finance functions over the rows of a matrix, on packs and all cores.
///
///   Rows      a matrix of flows, one series a row, any strides, read where it lies
///   threads   0: as many as the machine has; work is split by rows, results do not depend on the number
///   A row without a result holds NaN, and its status says why; nothing is thrown for a row.
///   A row equals what the function for one series gives, bit for bit (`irr_rows` and `irr_value_periodic<double>`).
///   Errors: DomainError for arguments common to all rows (a rate of -1 or less, unequal lengths).
#include <cstddef>
#include <cstdint>
#include <span>

#include "libroi/finance/irr.hpp"

namespace roi {

struct Rows {
  const double* data = nullptr;
  std::size_t rows = 0, columns = 0;
  std::ptrdiff_t row_stride = 0, column_stride = 1;  ///< [doubles]
  [[nodiscard]] const double& at(std::size_t row, std::size_t column) const noexcept {
    return data[static_cast<std::ptrdiff_t>(row) * row_stride + static_cast<std::ptrdiff_t>(column) * column_stride];
  }
};

/// Periodic rates. `rates` and `status` have one entry a row; `status` may be empty.
void irr_rows(const Rows& flows, std::span<double> rates, std::span<IrrStatus> status = {},
              RootRule rule = RootRule::falling, int threads = 0);

/// Yearly rates of rows that share their times [years], ascending.
void xirr_rows(std::span<const double> times, const Rows& flows, std::span<double> rates,
               std::span<IrrStatus> status = {}, RootRule rule = RootRule::falling, int threads = 0);

/// Measures of finance/npv.hpp and finance/returns.hpp with one or two rates common to all rows.
enum class RowMeasure : std::uint8_t {
  npv,
  mirr,
  moic,
  payback,
  discounted_payback,
  profitability_index,
  total_return
};
void measure_rows(RowMeasure measure, const Rows& flows, std::span<double> out, double rate = 0.0,
                  double second_rate = 0.0, int threads = 0);

/// NPV of every row at every rate: out[row * rates.size() + k].
void npv_grid(std::span<const double> rates, const Rows& flows, std::span<double> out, int threads = 0);

/// Level payments, element by element, with the results of spreadsheets where the C++ functions throw: a rate of -1 or
/// less is computed, a period number outside 1 .. nper is extrapolated, what is undefined is NaN or infinite. `a` to `f` in the order of the named function's arguments
/// (finance/annuity.hpp); unused ones are ignored. `rate` is that of finance/annuity_rate.hpp.
enum class AnnuityFunction : std::uint8_t { fv, pv, pmt, ipmt, ppmt, nper, rate };
struct AnnuityColumns {
  const double *a = nullptr, *b = nullptr, *c = nullptr, *d = nullptr, *e = nullptr, *f = nullptr;
};
void annuity_rows(AnnuityFunction function, const AnnuityColumns& columns, std::span<double> out, int threads = 0);

}  // namespace roi
