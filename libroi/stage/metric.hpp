#pragma once
/// @file libroi/stage/metric.hpp: results for a whole model, each declared by the stage that works it out.
///
///   d.metric({Metric::utilization, "utilization", "Utilization", "1", Format::percent, "definition", "why undefined"});
///   measures.set(Metric::utilization, quotient(sold, available));
///
/// The enum names the standard metrics and is the order of results everywhere; metrics of streams from outside the
/// library follow it in the order of their declaration (Declare::metric returns their name). Rates of return and
/// break-even cost more than all other metrics together: each has a cost group and is found only where it is asked for.
#include <array>
#include <cstddef>
#include <string>
#include <type_traits>
#include <vector>

#include "libroi/core/book.hpp"
#include "libroi/core/clock.hpp"

namespace roi {

enum class Metric {
  npv_project_before_tax,
  npv_project,
  npv_equity,
  irr_project_before_tax,
  irr_project,
  irr_equity_free_cash_flow,
  irr_equity_distributions,
  moic,
  payback,
  payback_discounted,
  dscr_minimum,
  dscr_minimum_month,
  dscr_average,
  llcr,
  ebitda_margin,
  utilization,
  lcoc_sold_hour,
  lcoc_effective_pflops_hour,
  break_even_utilization,
  capital_cost,
  peak_equity,
  average_pue,
  power_share_of_opex,
  own  // the first place of metrics from outside the library; as an argument: the next free one
};
inline constexpr std::size_t kStandardMetrics = static_cast<std::size_t>(Metric::own);

/// How people read the number.
enum class Format { plain, money, percent, yearly_rate, multiple, duration, date };

/// What is worked out only on demand.
enum class CostGroup {
  none,
  irr_project_before_tax,
  irr_project,
  irr_equity_free_cash_flow,
  irr_equity_distributions,
  break_even,
  idle_hours,
  count
};

/// Units use "money" for the model's currency.
struct MetricInfo {
  Metric id = Metric::own;
  std::string path, label, unit;
  Format format = Format::plain;
  std::string definition;
  std::string undefined_reason{};  // why it may not exist; empty when it always does
  CostGroup cost = CostGroup::none;
};

/// Which cost groups to work out.
class CostGroups {
 public:
  [[nodiscard]] static CostGroups all() {
    CostGroups out;
    out.wanted_.fill(true);
    return out;
  }
  [[nodiscard]] static CostGroups none() { return {}; }
  void add(CostGroup group) { wanted_[static_cast<std::size_t>(group)] = true; }
  void remove(CostGroup group) { wanted_[static_cast<std::size_t>(group)] = false; }
  [[nodiscard]] bool wants(CostGroup group) const { return wanted_[static_cast<std::size_t>(group)]; }

 private:
  std::array<bool, static_cast<std::size_t>(CostGroup::count)> wanted_{};
};

/// The metrics of one evaluation, by Metric.
template <class T>
class MetricSet {
 public:
  explicit MetricSet(std::size_t size = kStandardMetrics) : values_(size) {}
  [[nodiscard]] Defined<T>& operator[](Metric metric) { return values_[static_cast<std::size_t>(metric)]; }
  [[nodiscard]] const Defined<T>& operator[](Metric metric) const { return values_[static_cast<std::size_t>(metric)]; }
  [[nodiscard]] std::size_t size() const noexcept { return values_.size(); }
  void clear() { values_.assign(values_.size(), Defined<T>{}); }

 private:
  std::vector<Defined<T>> values_;
};

/// A quotient of totals; it exists where the lower one is positive.
template <class T>
[[nodiscard]] Defined<T> quotient(const T& above, const T& below) {
  const mask_t<T> exists = below > 0.0;
  return {above / select(exists, below, T(1.0)), exists};
}

/// What a stage's `measure` writes to, once its months are over.
template <class T, class Book>
class Measures {
 public:
  Measures(const std::vector<Line>& lines, const Clock<T>& time, const CostGroups& wanted, Book& recorder,
           MetricSet<T>& found)
      : clock(time), book(recorder), lines_(&lines), wanted_(&wanted), found_(&found) {}
  [[nodiscard]] bool wants(CostGroup group) const { return wanted_->wants(group); }
  void set(Metric metric, const Defined<T>& value) {
    (*found_)[metric] = book.metric((*lines_)[static_cast<std::size_t>(metric)], value);
  }
  void set(Metric metric, const std::type_identity_t<T>& value) { set(metric, Defined<T>{value, always()}); }
  [[nodiscard]] const Defined<T>& operator[](Metric metric) const { return (*found_)[metric]; }
  /// The mask that holds everywhere, and nowhere.
  [[nodiscard]] static mask_t<T> always() { return T(0.0) < T(1.0); }
  [[nodiscard]] static mask_t<T> never() { return T(1.0) < T(0.0); }

  const Clock<T>& clock;
  Book& book;

 private:
  const std::vector<Line>* lines_;
  const CostGroups* wanted_;
  MetricSet<T>* found_;
};

}  // namespace roi
