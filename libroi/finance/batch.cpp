#include "libroi/finance/batch.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <exception>
#include <functional>
#include <limits>
#include <string>
#include <thread>
#include <vector>

#include "libroi/core/float_mode.hpp"
#include "libroi/core/isa.hpp"
#include "libroi/finance/annuity_rate.hpp"
#include "libroi/finance/xirr.hpp"

extern "C" {
LIBROI_ISA_DECLARE(void, irr_rows,
                   (const roi::Rows*, std::size_t, std::size_t, roi::RootRule, double*, roi::IrrStatus*));
LIBROI_ISA_DECLARE(void, measure_rows,
                   (roi::RowMeasure, const roi::Rows*, std::size_t, std::size_t, double, double, double*));
LIBROI_ISA_DECLARE(void, npv_grid, (const double*, std::size_t, const roi::Rows*, std::size_t, std::size_t, double*));
LIBROI_ISA_DECLARE(void, annuity_rows,
                   (roi::AnnuityFunction, const roi::AnnuityColumns*, std::size_t, std::size_t, double*));
}

namespace roi {
namespace {

constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Runs work(begin, end) over 0 .. count in blocks of whole packs, on `threads` threads, each in the default
/// floating-point mode; the first exception comes out.
void in_blocks(std::size_t count, std::size_t block, int threads,
               const std::function<void(std::size_t, std::size_t)>& work) {
  const std::size_t blocks = (count + block - 1) / block;
  static const unsigned machine = std::max(1U, std::thread::hardware_concurrency());  // asking costs microseconds
  const std::size_t wanted = threads > 0 ? static_cast<std::size_t>(threads) : machine;
  const std::size_t workers = std::min(wanted, blocks);
  if (workers <= 1) {
    const DefaultFloatMode mode;
    if (count > 0) work(0, count);
    return;
  }
  std::atomic<std::size_t> next{0};
  std::exception_ptr failure;
  std::atomic<bool> failed{false};
  const auto run = [&] {
    const DefaultFloatMode mode;
    try {
      for (std::size_t b = next++; b < blocks && !failed; b = next++) work(b * block, std::min(count, (b + 1) * block));
    } catch (...) {
      if (!failed.exchange(true)) failure = std::current_exception();
    }
  };
  {
    std::vector<std::jthread> pool;
    for (std::size_t w = 1; w < workers; ++w) pool.emplace_back(run);
    run();
  }
  if (failure) std::rethrow_exception(failure);
}

/// About 50 microseconds of work a block, a multiple of the lanes.
std::size_t block_rows(std::size_t columns) {
  return std::max<std::size_t>(8, 64 * 180 / std::max<std::size_t>(1, columns) / 8 * 8);
}

void check_out(const char* where, std::size_t got, std::size_t wanted) {
  if (got == wanted) return;
  throw DomainError(std::string(where) + ": the results have room for " + std::to_string(got) + " entries, but " +
                    std::to_string(wanted) + " are needed");
}

/// fv, pv, pmt, nper as the closed forms give them for a rate of -1 or less, where the exponential form has no value.
double growth(double rate, double periods) { return std::pow(1.0 + rate, periods); }
double level(double rate, double when, double grown) { return (1.0 + rate * when) * (grown - 1.0) / rate; }

double outlier(AnnuityFunction function, double a, double b, double c, double d, double e, double f) {
  switch (function) {
    case AnnuityFunction::fv: return -(d * growth(a, b) + c * level(a, e, growth(a, b)));
    case AnnuityFunction::pv: return -(d + c * level(a, e, growth(a, b))) / growth(a, b);
    case AnnuityFunction::pmt: return -(d + c * growth(a, b)) / level(a, e, growth(a, b));
    case AnnuityFunction::nper: {
      const double z = b * (1.0 + a * e) / a;
      return std::log((z - d) / (z + c)) / std::log(1.0 + a);
    }
    case AnnuityFunction::ipmt:
    case AnnuityFunction::ppmt: {
      const double payment = outlier(AnnuityFunction::pmt, a, c, d, e, f, 0.0);
      double part = outlier(AnnuityFunction::fv, a, b - 1.0, payment, d, f, 0.0) * a;
      if (f > 0.5) part = b == 1.0 ? 0.0 : part / (1.0 + a);
      return function == AnnuityFunction::ipmt ? part : payment - part;
    }
    case AnnuityFunction::rate: break;
  }
  return kNone;
}

}  // namespace

void irr_rows(const Rows& flows, std::span<double> rates, std::span<IrrStatus> status, RootRule rule, int threads) {
  check_out("irr_rows", rates.size(), flows.rows);
  if (!status.empty()) check_out("irr_rows", status.size(), flows.rows);
  const auto kernel = LIBROI_ISA_CHOOSE(irr_rows, best_isa());
  in_blocks(flows.rows, block_rows(flows.columns), threads, [&](std::size_t begin, std::size_t end) {
    kernel(&flows, begin, end, rule, rates.data(), status.empty() ? nullptr : status.data());
  });
}

void xirr_rows(std::span<const double> times, const Rows& flows, std::span<double> rates, std::span<IrrStatus> status,
               RootRule rule, int threads) {
  check_out("xirr_rows", rates.size(), flows.rows);
  if (!status.empty()) check_out("xirr_rows", status.size(), flows.rows);
  if (times.size() != flows.columns) {
    throw DomainError("xirr_rows: times has " + std::to_string(times.size()) + " entries, but the rows have " +
                      std::to_string(flows.columns));
  }
  if (!std::is_sorted(times.begin(), times.end())) throw DomainError("xirr_rows: times must ascend");
  const double span = times.empty() ? 0.0 : times.back() - times.front();
  in_blocks(flows.rows, std::max<std::size_t>(8, block_rows(flows.columns) / 4), threads,
            [&](std::size_t begin, std::size_t end) {
              std::vector<double> row(flows.columns);
              for (std::size_t r = begin; r < end; ++r) {
                for (std::size_t t = 0; t < flows.columns; ++t) row[t] = flows.at(r, t);
                RateStatus found = rate_at_times(times, row, rule);
                if (span <= 1.0 / 364.0 && found.status != IrrStatus::no_sign_change)
                  found.status = IrrStatus::degenerate_horizon;
                rates[r] = found.rate;
                if (!status.empty()) status[r] = found.status;
              }
            });
}

void measure_rows(RowMeasure measure, const Rows& flows, std::span<double> out, double rate, double second_rate,
                  int threads) {
  check_out("measure_rows", out.size(), flows.rows);
  require(rate > -1.0, "measure_rows", "rate", rate, "must be > -1 [1/period]");
  require(second_rate > -1.0, "measure_rows", "second_rate", second_rate, "must be > -1 [1/period]");
  if (measure == RowMeasure::mirr && flows.columns < 2) {
    std::fill(out.begin(), out.end(), kNone);
    return;
  }
  const auto kernel = LIBROI_ISA_CHOOSE(measure_rows, best_isa());
  in_blocks(flows.rows, 4 * block_rows(flows.columns), threads, [&](std::size_t begin, std::size_t end) {
    kernel(measure, &flows, begin, end, rate, second_rate, out.data());
  });
}

void npv_grid(std::span<const double> rates, const Rows& flows, std::span<double> out, int threads) {
  check_out("npv_grid", out.size(), flows.rows * rates.size());
  for (const double rate : rates) require(rate > -1.0, "npv_grid", "rates", rate, "must be > -1 [1/period]");
  const auto kernel = LIBROI_ISA_CHOOSE(npv_grid, best_isa());
  in_blocks(flows.rows, 4 * block_rows(flows.columns), threads, [&](std::size_t begin, std::size_t end) {
    kernel(rates.data(), rates.size(), &flows, begin, end, out.data());
  });
}

void annuity_rows(AnnuityFunction function, const AnnuityColumns& columns, std::span<double> out, int threads) {
  const auto x = [&](const double* from, std::size_t i) { return from ? from[i] : 0.0; };
  if (function == AnnuityFunction::rate) {
    in_blocks(out.size(), 256, threads, [&](std::size_t begin, std::size_t end) {
      for (std::size_t i = begin; i < end; ++i) {
        out[i] = annuity_rate(x(columns.a, i), x(columns.b, i), x(columns.c, i), x(columns.d, i), x(columns.e, i)).rate;
      }
    });
    return;
  }
  const auto kernel = LIBROI_ISA_CHOOSE(annuity_rows, best_isa());
  in_blocks(out.size(), 4096, threads, [&](std::size_t begin, std::size_t end) {
    std::size_t i = begin;
    while (i < end) {  // runs of rates above -1 go to the packs
      const std::size_t first = i;
      while (i < end && columns.a[i] > -1.0) ++i;
      if (i > first) kernel(function, &columns, first, i, out.data());
      for (; i < end && !(columns.a[i] > -1.0); ++i) {
        out[i] = outlier(function, columns.a[i], x(columns.b, i), x(columns.c, i), x(columns.d, i), x(columns.e, i),
                         x(columns.f, i));
      }
    }
  });
}

}  // namespace roi
