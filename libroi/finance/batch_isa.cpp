#include <cstddef>
#include <limits>
#include <span>
#include <vector>

#include "libroi/core/isa.hpp"
#include "libroi/core/pack.hpp"
#include "libroi/finance/annuity.hpp"
#include "libroi/finance/batch.hpp"
#include "libroi/finance/irr.hpp"
#include "libroi/finance/npv.hpp"
#include "libroi/finance/returns.hpp"

namespace roi {
namespace {

using Lanes = Pack<kLanes>;
constexpr std::size_t kWidth = static_cast<std::size_t>(kLanes);
constexpr double kNone = std::numeric_limits<double>::quiet_NaN();

/// Rows first .. first + 7 as a series of packs; rows past the end repeat the last one.
void gather(const Rows& flows, std::size_t first, std::size_t end, std::vector<Lanes>& series) {
  for (std::size_t lane = 0; lane < kWidth; ++lane) {
    const std::size_t row = first + lane < end ? first + lane : end - 1;
    for (std::size_t t = 0; t < flows.columns; ++t) series[t].set_lane(static_cast<int>(lane), flows.at(row, t));
  }
}

void store(const Lanes& values, std::size_t first, std::size_t end, double* out, std::size_t stride) {
  for (std::size_t lane = 0; lane < kWidth && first + lane < end; ++lane)
    out[(first + lane) * stride] = values.lane(static_cast<int>(lane));
}

Lanes or_none(const Measure<Lanes>& m) { return select(m.exists, m.value, Lanes(kNone)); }

Lanes measured(RowMeasure measure, std::span<const Lanes> flows, double rate, double second) {
  switch (measure) {
    case RowMeasure::npv: return npv(Lanes(rate), flows);
    case RowMeasure::mirr: return or_none(mirr(flows, Lanes(rate), Lanes(second)));
    case RowMeasure::moic: return or_none(moic(flows));
    case RowMeasure::payback: return or_none(payback(flows));
    case RowMeasure::discounted_payback: return or_none(discounted_payback(Lanes(rate), flows));
    case RowMeasure::profitability_index: return or_none(profitability_index(Lanes(rate), flows));
    case RowMeasure::total_return: return or_none(total_return(flows));
  }
  return Lanes(kNone);
}

/// The arithmetic of finance/annuity.hpp for rates above -1, without its checks.
Lanes annuity(AnnuityFunction function, const Lanes& a, const Lanes& b, const Lanes& c, const Lanes& d, const Lanes& e,
              const Lanes& f) {
  switch (function) {
    case AnnuityFunction::fv: return fv(a, b, c, d, e);
    case AnnuityFunction::pv: return pv(a, b, c, d, e);
    case AnnuityFunction::pmt: return -(c + d * growth_factor(a, -b)) / ((1.0 + a * e) * annuity_factor(a, b));
    case AnnuityFunction::nper: return nper(a, b, c, d, e);
    case AnnuityFunction::ipmt:
    case AnnuityFunction::ppmt: {
      const Lanes payment = annuity(AnnuityFunction::pmt, a, c, d, e, f, f);
      const Lanes interest = -pv(a, c - b + 1.0, payment, e, f) * a;
      const auto begins = f > 0.5;
      const Lanes part = select(begins & (b == 1.0), Lanes(0.0), select(begins, interest / (1.0 + a), interest));
      return function == AnnuityFunction::ipmt ? part : payment - part;
    }
    case AnnuityFunction::rate: break;  // not on packs
  }
  return Lanes(kNone);
}

}  // namespace
}  // namespace roi

extern "C" {

void LIBROI_ISA_ENTRY(irr_rows)(const roi::Rows* flows, std::size_t begin, std::size_t end, roi::RootRule rule,
                                double* rates, roi::IrrStatus* status) {
  using namespace roi;
  std::vector<Lanes> series(flows->columns);
  for (std::size_t row = begin; row < end; row += kWidth) {
    gather(*flows, row, end, series);
    const auto found = irr_value_periodic<Lanes>(series, rule);
    store(select(found.exists, found.rate, Lanes(kNone)), row, end, rates, 1);
    for (std::size_t lane = 0; status && lane < kWidth && row + lane < end; ++lane)
      status[row + lane] = found.status[lane];
  }
}

void LIBROI_ISA_ENTRY(measure_rows)(roi::RowMeasure measure, const roi::Rows* flows, std::size_t begin, std::size_t end,
                                    double rate, double second_rate, double* out) {
  using namespace roi;
  std::vector<Lanes> series(flows->columns);
  for (std::size_t row = begin; row < end; row += kWidth) {
    gather(*flows, row, end, series);
    store(measured(measure, series, rate, second_rate), row, end, out, 1);
  }
}

void LIBROI_ISA_ENTRY(npv_grid)(const double* rates, std::size_t count, const roi::Rows* flows, std::size_t begin,
                                std::size_t end, double* out) {
  using namespace roi;
  std::vector<Lanes> series(flows->columns);
  for (std::size_t row = begin; row < end; row += kWidth) {
    gather(*flows, row, end, series);
    for (std::size_t k = 0; k < count; ++k)
      store(npv(Lanes(rates[k]), std::span<const Lanes>(series)), row, end, out + k, count);
  }
}

/// Elements begin .. end - 1, at least one; all rates above -1.
void LIBROI_ISA_ENTRY(annuity_rows)(roi::AnnuityFunction function, const roi::AnnuityColumns* columns,
                                    std::size_t begin, std::size_t end, double* out) {
  using namespace roi;
  const auto column = [&](const double* from, std::size_t row) {
    Lanes x(0.0);
    if (!from) return x;
    for (std::size_t lane = 0; lane < kWidth; ++lane)
      x.set_lane(static_cast<int>(lane), from[row + lane < end ? row + lane : end - 1]);
    return x;
  };
  for (std::size_t row = begin; row < end; row += kWidth) {
    store(annuity(function, column(columns->a, row), column(columns->b, row), column(columns->c, row),
                  column(columns->d, row), column(columns->e, row), column(columns->f, row)),
          row, end, out, 1);
  }
}

}  // extern "C"
