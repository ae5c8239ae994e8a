#include "libroi/finance/batch.hpp"

#include <cfenv>
#include <cmath>
#include <random>

#include "libroi/finance/annuity.hpp"
#include "libroi/finance/annuity_rate.hpp"
#include "libroi/finance/npv.hpp"
#include "libroi/finance/returns.hpp"
#include "libroi/finance/xirr.hpp"
#include "tests/support/scalars.hpp"

namespace roi {
namespace {

struct Sample {
  explicit Sample(std::size_t row_count, std::size_t column_count)
      : rows(row_count), columns(column_count), data(rows * columns) {
    std::mt19937_64 random(99);
    std::uniform_real_distribution<double> uniform(0.0, 1.0);
    for (std::size_t r = 0; r < rows; ++r) {
      for (std::size_t t = 0; t < columns; ++t) {
        double& x = data[r * columns + t];
        x = t < 3 ? -100.0 * uniform(random) : 40.0 * (uniform(random) - 0.3 * (r % 3 == 0));
        if (r % 7 == 6) x = -x * (t + 1 == columns ? 60.0 : 1.0);
        if (r % 11 == 10) x = std::abs(x);
      }
    }
  }
  [[nodiscard]] Rows view() const { return {data.data(), rows, columns, static_cast<std::ptrdiff_t>(columns), 1}; }
  [[nodiscard]] std::span<const double> row(std::size_t r) const { return {data.data() + r * columns, columns}; }
  std::size_t rows, columns;
  std::vector<double> data;
};

TEST(IrrRows, EqualsOneSeriesBitForBitForAnyThreads) {
  const Sample sample(1003, 48);
  for (const int threads : {1, 2, 5}) {
    std::vector<double> rates(sample.rows);
    std::vector<IrrStatus> status(sample.rows);
    irr_rows(sample.view(), rates, status, RootRule::falling, threads);
    for (std::size_t r = 0; r < sample.rows; ++r) {
      const auto one = irr_value_periodic<double>(sample.row(r));
      EXPECT_EQ(status[r], one.status[0]);
      EXPECT_TRUE(test::same_bits(rates[r], one.exists ? one.rate : std::nan(""))) << "row " << r;
    }
  }
}
/// Other code's floating-point mode, for as long as the object lives.
struct StrangeMode {
  StrangeMode() {
    std::fesetround(FE_DOWNWARD);
#if defined(__SSE2__)
    __builtin_ia32_ldmxcsr(__builtin_ia32_stmxcsr() | 0x8040);  // flush to zero, denormals are zero
#endif
  }
  ~StrangeMode() { std::fesetenv(FE_DFL_ENV); }
  StrangeMode(const StrangeMode&) = delete;
  StrangeMode& operator=(const StrangeMode&) = delete;
};

TEST(Batch, DoesNotDependOnTheCallersFloatingPointMode) {
  const Sample sample(203, 48);
  std::vector<double> times;
  for (int t = 0; t < 48; ++t) times.push_back(t * 31 / 365.0);
  std::vector<double> tiny(sample.data.size());
  for (std::size_t i = 0; i < tiny.size(); ++i) tiny[i] = sample.data[i] * 0x1p-1030;  // denormal flows
  const Rows small{tiny.data(), sample.rows, sample.columns, 48, 1};
  const auto all = [&](int threads) {
    std::vector<double> out(4 * sample.rows);
    const std::span<double> to(out);
    const auto part = [&](std::size_t k) { return to.subspan(k * sample.rows, sample.rows); };
    irr_rows(sample.view(), part(0), {}, RootRule::falling, threads);
    xirr_rows(times, sample.view(), part(1), {}, RootRule::falling, threads);
    measure_rows(RowMeasure::npv, small, part(2), 0.01, 0.0, threads);
    measure_rows(RowMeasure::mirr, sample.view(), part(3), 0.01, 0.02, threads);
    return out;
  };
  const std::vector<double> plain = all(1);
  for (const int threads : {1, 3}) {
    std::vector<double> strange;
    bool kept = false;
    {
      const StrangeMode mode;
      strange = all(threads);
      kept = std::fegetround() == FE_DOWNWARD;
    }
    EXPECT_TRUE(kept);
    for (std::size_t i = 0; i < plain.size(); ++i) ASSERT_TRUE(test::same_bits(plain[i], strange[i])) << i;
  }
  EXPECT_NE(plain[2 * sample.rows], 0.0);
}
TEST(IrrRows, ReadsColumnsOfAColumnMajorMatrix) {
  const Sample sample(50, 20);
  std::vector<double> turned(sample.data.size());
  for (std::size_t r = 0; r < 50; ++r) {
    for (std::size_t t = 0; t < 20; ++t) turned[t * 50 + r] = sample.data[r * 20 + t];
  }
  std::vector<double> a(50), b(50);
  irr_rows(sample.view(), a);
  irr_rows({turned.data(), 50, 20, 1, 50}, b);
  for (std::size_t r = 0; r < 50; ++r) EXPECT_TRUE(test::same_bits(a[r], b[r]));
}
TEST(IrrRows, GivesARowThatIsNotFiniteAStatus) {
  std::vector<double> data{-100.0, std::nan(""), 120.0, -100.0, 50.0, 60.0};
  std::vector<double> rates(2);
  std::vector<IrrStatus> status(2);
  irr_rows({data.data(), 2, 3, 3, 1}, rates, status);
  EXPECT_TRUE(std::isnan(rates[0]));
  EXPECT_EQ(status[0], IrrStatus::not_converged);
  EXPECT_EQ(status[1], IrrStatus::unique);
  test::expect_throws_saying<DomainError>(
      [&] {
        irr_rows({data.data(), 2, 3, 3, 1}, std::span(rates).first(1));
      },
      "irr_rows: the results have room for 1 entries, but 2 are needed");
}
TEST(XirrRows, EqualsOneSeries) {
  const Sample sample(100, 12);
  std::vector<double> times;
  for (int i = 0; i < 12; ++i) times.push_back(0.3 * i + 0.01 * i * i);
  std::vector<double> rates(sample.rows);
  std::vector<IrrStatus> status(sample.rows);
  xirr_rows(times, sample.view(), rates, status, RootRule::falling, 2);
  for (std::size_t r = 0; r < sample.rows; ++r) {
    const auto one = rate_at_times(times, sample.row(r));
    EXPECT_TRUE(test::same_bits(rates[r], one.rate));
    EXPECT_EQ(status[r], one.status);
  }
  test::expect_throws_saying<DomainError>([&] { xirr_rows(std::span(times).first(3), sample.view(), rates); },
                                          "xirr_rows: times has 3 entries, but the rows have 12");
}
TEST(MeasureRows, EqualsOneSeries) {
  const Sample sample(77, 24);
  std::vector<double> out(sample.rows);
  const auto check = [&](RowMeasure measure, double rate, double second, auto one) {
    measure_rows(measure, sample.view(), out, rate, second, 2);
    for (std::size_t r = 0; r < sample.rows; ++r) {
      const Measure<double> want = one(sample.row(r));
      EXPECT_TRUE(test::same_bits(out[r], want.exists ? want.value : std::nan("")));
    }
  };
  using Flows = std::span<const double>;
  check(RowMeasure::npv, 0.03, 0.0, [](Flows f) { return Measure<double>{npv(0.03, f), true}; });
  check(RowMeasure::mirr, 0.03, 0.05, [](Flows f) { return mirr(f, 0.03, 0.05); });
  check(RowMeasure::moic, 0.0, 0.0, [](Flows f) { return moic(f); });
  check(RowMeasure::payback, 0.0, 0.0, [](Flows f) { return payback(f); });
  check(RowMeasure::discounted_payback, 0.01, 0.0, [](Flows f) { return discounted_payback(0.01, f); });
  check(RowMeasure::profitability_index, 0.01, 0.0, [](Flows f) { return profitability_index(0.01, f); });
  check(RowMeasure::total_return, 0.0, 0.0, [](Flows f) { return total_return(f); });
  test::expect_throws_saying<DomainError>([&] { measure_rows(RowMeasure::npv, sample.view(), out, -1.0); },
                                          "measure_rows: rate is -1, but must be > -1 [1/period]");
}
TEST(NpvGrid, HasOneColumnARate) {
  const Sample sample(19, 10);
  const std::vector<double> rates{0.0, 0.05, -0.2};
  std::vector<double> out(sample.rows * rates.size());
  npv_grid(rates, sample.view(), out);
  for (std::size_t r = 0; r < sample.rows; ++r) {
    for (std::size_t k = 0; k < rates.size(); ++k) EXPECT_EQ(out[r * 3 + k], npv(rates[k], sample.row(r)));
  }
}
TEST(AnnuityRows, EqualsOneByOneAndGoesOnBelowMinusOne) {
  const std::vector<double> r{0.01, 0.0, -1.0, 0.3, -1.5}, n{12, 12, 3, 7, 3}, p{100, 100, 100, 100, 100}, z(5, 0.0);
  std::vector<double> out(5);
  annuity_rows(AnnuityFunction::pmt, {r.data(), n.data(), p.data(), z.data(), z.data(), nullptr}, out);
  EXPECT_EQ(out[0], pmt(0.01, 12.0, 100.0));
  EXPECT_EQ(out[1], pmt(0.0, 12.0, 100.0));
  EXPECT_EQ(out[2], -0.0);  // at -100 % nothing of the loan is left after a period
  EXPECT_EQ(out[3], pmt(0.3, 7.0, 100.0));
  EXPECT_NEAR(out[4], -(100.0 * -0.125) / ((-0.125 - 1.0) / -1.5), 1e-12);
  annuity_rows(AnnuityFunction::rate,
               {n.data(), std::vector<double>(5, -20.0).data(), p.data(), z.data(), z.data(), nullptr}, out);
  EXPECT_EQ(out[0], rate(12.0, -20.0, 100.0));
}

}  // namespace
}  // namespace roi
