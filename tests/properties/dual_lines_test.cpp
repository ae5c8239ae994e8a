// Derivatives of every line item and metric of the named centers by every number of their inputs, carried by duals,
// against central differences in double, extrapolated once (Richardson).
//
// Agreement: 1e-6 of the largest derivative of the row, plus the rounding error of the differences. The centers are
// taken off their kinks: whole dates move into their month, and every number moves a little, so that no two are alike.
// A difference that takes both sides of a kink is known by its forward and backward halves, which then differ too.
#include <gtest/gtest.h>

#include <cstdio>
#include <vector>

#include "libroi/center/evaluate.hpp"
#include "libroi/core/dual.hpp"
#include "libroi/engine/solved_scale.hpp"
#include "tests/properties/named_centers.hpp"

namespace roi {
namespace {

constexpr int kWidth = 16;
using Number = Dual<kWidth>;

class DualLines : public ::testing::TestWithParam<const char*> {
 protected:
  void SetUp() override {
    center_ = test::named_center(GetParam());
    const Center<double> named = center_;
    std::mt19937_64 random(3);
    std::uniform_real_distribution<double> nudge(0.001, 0.004);
    for (const Parameter<double>& p : parameters(center_)) {
      double& x = *p.value;
      if (p.kind == FieldKind::date) {
        const double part = x - std::floor(x);
        x = std::floor(x) + (part < 0.05 || part > 0.95 ? 0.37 : part) + nudge(random);
      } else if (x == 0.0) {
        x = nudge(random) * (p.range.hi > 10.0 ? 10.0 : 1.0);
      } else {
        x *= 1.0 + (x >= p.range.hi ? -1.0 : 1.0) * nudge(random);
      }
    }
    if (!center_.markets.empty() && center_.markets.begin()->value.reference)
      test::restore_what_breaks_rules(center_, named);  // shares of job sizes sum to 1
  }

  /// A small change of a number, off which all differences are taken.
  static double step_of(const Parameter<double>& p) {
    return p.kind == FieldKind::date ? 1e-3 : 2e-4 * std::abs(*p.value);
  }

  Center<double> center_;
};

/// Rows that are rounding errors alone, or hold the solver's own number.
bool has_no_derivative(const LineInfo& info) {
  return info.section == Section::check || info.path == "break-even/scale of sales";
}

/// All values of all lines and metrics in one row of numbers.
class Flat {
 public:
  explicit Flat(const LineTable& lines, int months) : lines_(lines) {
    for (int id = 0; id < lines.size(); ++id) {
      first_.push_back(size_);
      size_ += lines[Line{id}].kind == Kind::constant ? 1 : static_cast<std::size_t>(months) + 1;
    }
    first_.push_back(size_);
  }
  template <class T, class F>
  [[nodiscard]] std::vector<double> of(const Ledger<T>& ledger, const F& f) const {
    std::vector<double> out;
    out.reserve(size_);
    for (int id = 0; id < lines_.size(); ++id)
      test::for_each_value(ledger, lines_[Line{id}], Line{id}, [&](int, const T& value) { out.push_back(f(value)); });
    return out;
  }
  [[nodiscard]] std::size_t first(int id) const { return first_[static_cast<std::size_t>(id)]; }
  [[nodiscard]] std::size_t last(int id) const { return first_[static_cast<std::size_t>(id) + 1]; }

 private:
  const LineTable& lines_;
  std::vector<std::size_t> first_;
  std::size_t size_ = 0;
};

double largest(const std::vector<double>& values, std::size_t first, std::size_t last) {
  double out = 0.0;
  for (std::size_t i = first; i < last; ++i)
    if (std::isfinite(values[i])) out = std::max(out, std::abs(values[i]));
  return out;
}

TEST_P(DualLines, EqualCentralDifferences) {
  const Layout layout(center_);
  const LineTable& lines = layout.lines();
  const Flat flat(lines, layout.months());
  Evaluator<double, Ledger<double>> plain(layout);
  Ledger<double> ledger(lines, layout.months());
  Center<double> moved = center_;
  const auto inputs = parameters(moved);
  const auto at = [&](std::size_t input, double x) {
    const double before = *inputs[input].value;
    *inputs[input].value = x;
    plain(moved, ledger);
    *inputs[input].value = before;
    return flat.of(ledger, [](double value) { return value; });
  };
  const std::vector<double> here = at(0, *inputs[0].value);
  const double money = ledger.constant_of(layout.scales.money);

  const SolvedScale solved = solve_scale(layout, center_);
  ASSERT_TRUE(solved.exists);
  EvaluateOptions options;
  options.solved = &solved;
  Evaluator<Number, Ledger<Number>> dual(layout);
  Center<Number> carried = convert<Number>(center_);
  const auto variables = parameters(carried);
  ASSERT_EQ(variables.size(), inputs.size());

  std::size_t rows = 0, moving = 0, kinks = 0, failures = 0;
  for (std::size_t begin = 0; begin < inputs.size(); begin += kWidth) {
    const std::size_t end = std::min(inputs.size(), begin + kWidth);
    for (std::size_t i = begin; i < end; ++i)
      *variables[i].value = Number::variable(*inputs[i].value, static_cast<int>(i - begin));
    Ledger<Number> duals(lines, layout.months());
    dual(carried, duals, options);
    for (std::size_t i = begin; i < end; ++i) *variables[i].value = Number(*inputs[i].value);

    for (std::size_t i = begin; i < end; ++i) {
      // shares of job sizes sum to 1: one alone cannot move
      if (inputs[i].path.find(".jobs.") != std::string::npos && inputs[i].path.ends_with(".share")) continue;
      const std::vector<double> derivative =
          flat.of(duals, [&](const Number& x) { return x.derivative(static_cast<int>(i - begin)); });
      const double x = *inputs[i].value, natural = inputs[i].kind == FieldKind::date ? 1.0 : std::abs(x);
      std::vector<std::size_t> open;  // values not yet agreed on
      const auto allowed = [&](int id, double rounding) {
        const bool is_money = lines[Line{id}].unit == "money";
        const bool is_rate = lines[Line{id}].path.starts_with("metric/irr/");  // a factor less 1, rounded as the factor
        const int size = lines[Line{id}].scale;                                // of a remainder of hours
        const double own = size < 0 ? 0.0 : here[flat.first(size)];
        const bool is_share = is_rate || lines[Line{id}].path.starts_with("metric/idle/");
        const double scale = std::max({largest(here, flat.first(id), flat.last(id)), own, is_money ? money : 0.0}) +
                             (is_share ? 1.0 : 0.0);
        return 1e-6 * largest(derivative, flat.first(id), flat.last(id)) + rounding * scale / natural;
      };
      double h = step_of(inputs[i]), rounding = 5e-11;
      for (int attempt = 0; attempt < 3; ++attempt, h /= 16.0, rounding *= 16.0) {
        if (attempt > 0 && open.empty()) break;
        const std::vector<double> up = at(i, x + h), down = at(i, x - h), half_up = at(i, x + 0.5 * h),
                                  half_down = at(i, x - 0.5 * h);
        const bool first_time = attempt == 0;
        std::vector<std::size_t> still;
        for (int id = 0; id < lines.size(); ++id) {
          if (has_no_derivative(lines[Line{id}])) continue;
          const double tolerance = allowed(id, rounding);
          bool wrong = false, kink = false;
          std::size_t worst = 0;
          for (std::size_t k = flat.first(id); k < flat.last(id); ++k) {
            const double wide = (up[k] - down[k]) / (2.0 * h), narrow = (half_up[k] - half_down[k]) / h;
            if (std::isnan(here[k]) && std::isnan(up[k]) && std::isnan(down[k])) continue;
            if (std::abs((4.0 * narrow - wide) / 3.0 - derivative[k]) <= tolerance) continue;
            wrong = true;
            worst = k;
            const double forward = (half_up[k] - here[k]) * 2.0 / h, backward = (here[k] - half_down[k]) * 2.0 / h;
            kink =
                kink || !(std::abs(forward - backward) <= 100.0 * tolerance) || !(std::abs(wide - narrow) <= tolerance);
          }
          if (first_time) {
            ++rows;
            moving += largest(derivative, flat.first(id), flat.last(id)) > 0.0 ? 1 : 0;
          } else if (std::find(open.begin(), open.end(), static_cast<std::size_t>(id)) == open.end()) {
            continue;
          }
          if (!wrong) continue;
          if (attempt < 2) {
            still.push_back(static_cast<std::size_t>(id));
          } else if (kink) {
            ++kinks;
          } else if (++failures <= 20) {
            const std::size_t k = worst;
            ADD_FAILURE() << lines[Line{id}].path << " by " << inputs[i].path << " = " << x << ", month "
                          << static_cast<int>(k - flat.first(id)) - 1 << ": derivative " << derivative[k]
                          << ", differences " << (half_up[k] - half_down[k]) / h << " and "
                          << (up[k] - down[k]) / (2.0 * h) << ", tolerance " << tolerance;
          }
        }
        open = still;
      }
    }
  }
  EXPECT_EQ(failures, 0U);
  EXPECT_GT(moving, rows / 20);
  EXPECT_LT(static_cast<double>(kinks), 0.01 * static_cast<double>(moving)) << "rows taken on a kink";
  RecordProperty("rows", static_cast<int>(rows));
  RecordProperty("moving", static_cast<int>(moving));
  RecordProperty("kinks", static_cast<int>(kinks));
  std::printf("%s: %zu rows x inputs, %zu with a derivative, %zu on a kink\n", GetParam(), rows, moving, kinks);
}

INSTANTIATE_TEST_SUITE_P(NamedCenters, DualLines,
                         ::testing::Values("harbin_china_mobile", "data/four_fleets_six_markets",
                                           "lingshui_hainan_expressway", "harbin_itemised_power"));

}  // namespace
}  // namespace roi
