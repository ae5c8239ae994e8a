// Where values come from: defaults that matter, sources that age, values far from their own uncertainty, placeholders.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>
#include <tuple>

#include "libroi/audit/review/review.hpp"
#include "libroi/inputs/date.hpp"
#include "libroi/inputs/parameters.hpp"
#include "libroi/inputs/walk.hpp"

namespace roi::audit {
namespace {

constexpr double kRange = 0.2;         // either way, of a default without an uncertainty of its own
constexpr double kMatters = 0.01;      // share of |NPV|
constexpr double kPlaceholders = 0.1;  // share of the variance of NPV
constexpr double kFar = 3.0;           // standard deviations
constexpr int kQuoteMonths = 12, kBenchmarkMonths = 24;

/// A default in use: the numbers it fills, and what they would be at either end of its range.
struct Default {
  std::string path, unit;
  double value = 0.0, low = 0.0, high = 0.0;
  std::vector<std::size_t> columns;
};

double npv_of(const Center<double>& center) { return evaluate(center).metrics[Metric::npv_project].value; }

class Defaults {
 public:
  explicit Defaults(Review& review)
      : review_(review), copy_(review.center), npv_(review.evaluation.metrics[Metric::npv_project].value) {
    collect();
    run();
    counts();
  }

 private:
  void collect() {
    std::map<std::string, std::size_t> column;
    const auto known = parameters(copy_);
    for (std::size_t i = 0; i < known.size(); ++i) column.emplace(known[i].path, i);
    inputs::for_each_slot(inputs::object_of(copy_), [&](const std::string& path, const inputs::Slot& slot) {
      if (slot.fallback.kind != Fallback::Kind::number || review_.is_given(path, slot)) return;
      Default one{path, slot.unit, slot.fallback.number, 0.0, 0.0, {}};
      const double reach = kRange * std::fabs(one.value);
      one.low = std::max(one.value - reach, slot.range.lo);
      one.high = std::min(one.value + reach, slot.range.hi);
      inputs::for_each_number<double>(slot,
                                      [&](const std::string& suffix, const double&, const char*, Range, FieldKind) {
                                        const auto found = column.find(path + suffix);
                                        if (found != column.end()) one.columns.push_back(found->second);
                                      });
      if (reach > 0.0 && !one.columns.empty()) found_.push_back(std::move(one));
    });
    for (const Default& one : found_)
      for (const std::size_t k : one.columns) {
        paths_.push_back(known[k].path);
        values_.push_back(*known[k].value);
      }
  }

  void run() {
    if (found_.empty()) return;
    std::vector<double> rows;
    std::size_t first = 0;
    for (const Default& one : found_) {
      for (const double end : {one.low, one.high}) {
        std::vector<double> row = values_;
        for (std::size_t k = 0; k < one.columns.size(); ++k) row[first + k] = end;
        rows.insert(rows.end(), row.begin(), row.end());
      }
      first += one.columns.size();
    }
    const Metric metric[] = {Metric::npv_project};
    const std::vector<double> npv = evaluate_many(copy_, paths_, rows, metric, 1).metrics;
    for (std::size_t i = 0; i < found_.size(); ++i) report(found_[i], npv[2 * i], npv[2 * i + 1]);
  }

  /// Whole numbers are structure: one evaluation each, at the next lower and higher ones.
  void counts() {
    inputs::for_each_slot(inputs::object_of(copy_), [&](const std::string& path, const inputs::Slot& slot) {
      if (slot.kind != FieldKind::count || slot.fallback.kind != Fallback::Kind::number || path == "months") return;
      if (slot.fallback.number == 0.0 || review_.is_given(path, slot)) return;
      int& count = *static_cast<int*>(slot.data());
      const int present = count, reach = std::max(1, static_cast<int>(kRange * present));
      Default one{path,
                  "",
                  static_cast<double>(present),
                  std::max<double>(present - reach, slot.range.lo),
                  std::min<double>(present + reach, slot.range.hi),
                  {}};
      const auto at = [&](double x) {
        count = static_cast<int>(x);
        return npv_of(copy_);
      };
      const double low = at(one.low), high = at(one.high);
      count = present;
      report(one, low, high);
    });
  }

  void report(const Default& one, double low, double high) {
    const auto moved = [&](double npv) { return std::isnan(npv) ? 0.0 : std::fabs(npv - npv_); };
    const double most = std::max(moved(low), moved(high));
    if (most <= kMatters * std::fabs(npv_)) return;
    const std::string unit = one.unit.empty() || one.unit == "1" ? "" : " " + one.unit;
    std::string reason = "project NPV is " + review_.money(npv_);
    if (!std::isnan(low)) reason += ", at " + short_number(one.low) + unit + " " + review_.money(low);
    if (!std::isnan(high)) reason += ", at " + short_number(one.high) + unit + " " + review_.money(high);
    review_.raise("default-matters", one.path, short_number(one.value) + unit + " by default", std::move(reason));
  }

  Review& review_;
  Center<double> copy_;
  double npv_;
  std::vector<Default> found_;
  std::vector<std::string> paths_;
  std::vector<double> values_;
};

/// Standard deviation of what a model file says about a value.
double deviation(const Provenance& words) {
  if (!words.uncertainty) return kRange * std::fabs(words.value) / std::sqrt(3.0);
  const std::vector<double>& v = words.uncertainty->values;
  switch (words.uncertainty->kind) {
    case Uncertainty::Kind::normal:
    case Uncertainty::Kind::lognormal: return v[1];
    case Uncertainty::Kind::uniform:
    case Uncertainty::Kind::range: return (v[1] - v[0]) / std::sqrt(12.0);
    case Uncertainty::Kind::triangular:
      return std::sqrt((v[0] * v[0] + v[1] * v[1] + v[2] * v[2] - v[0] * v[1] - v[0] * v[2] - v[1] * v[2]) / 18.0);
    case Uncertainty::Kind::pert: return (v[2] - v[0]) / 6.0;
    case Uncertainty::Kind::discrete: break;
  }
  double mean = 0.0, square = 0.0;
  for (std::size_t i = 0; i < v.size(); ++i) {
    mean += v[i] * words.uncertainty->probabilities[i];
    square += v[i] * v[i] * words.uncertainty->probabilities[i];
  }
  return std::sqrt(std::max(square - mean * mean, 0.0));
}

void placeholders(Review& review) {
  const auto is_placeholder = [](const auto& entry) { return entry.second.status == "placeholder"; };
  if (std::none_of(review.record.values.begin(), review.record.values.end(), is_placeholder)) return;
  Center<double> copy = review.center;
  const auto known = parameters(copy);
  const Metric metric[] = {Metric::npv_project};
  const std::vector<double> slope = gradient(copy, metric);
  double all = 0.0, theirs = 0.0, most = 0.0;
  std::size_t greatest = 0;
  int count = 0;
  for (std::size_t i = 0; i < known.size(); ++i) {
    const Provenance* const words = review.record.find(known[i].path);
    if (words == nullptr || known[i].kind == FieldKind::date) continue;
    Provenance own = *words;
    own.value = *known[i].value;
    const double part = slope[i] * deviation(own);
    all += part * part;
    if (words->status != "placeholder") continue;
    ++count;
    theirs += part * part;
    if (part * part > most) most = part * part, greatest = i;
  }
  if (theirs <= kPlaceholders * all) return;
  review.raise(
      "placeholder-drives-npv", known[greatest].path, std::to_string(count) + " placeholders",
      percent(theirs / all) + " of the variance of project NPV, " + percent(most / all) + " of it by this one");
}

void far_values(Review& review) {
  for (const auto& [path, words] : review.record.values) {
    if (!words.uncertainty) continue;
    const auto kind = words.uncertainty->kind;
    if (kind != Uncertainty::Kind::normal && kind != Uncertainty::Kind::lognormal) continue;
    const double mean = words.uncertainty->values[0], sd = words.uncertainty->values[1];
    if (std::fabs(words.value - mean) <= kFar * sd) continue;
    review.raise("value-far-from-its-range", path, short_number(words.value),
                 "its uncertainty has mean " + short_number(mean) + " and standard deviation " + short_number(sd));
  }
}

/// One warning for all values of one source of one date.
void stale_sources(Review& review) {
  std::map<std::tuple<std::string, std::string, std::string>, std::vector<std::string>> aged;
  const int start = 12 * review.center.start.year + review.center.start.month - 1;
  for (const auto& [path, words] : review.record.values) {
    const int most = words.status == "quote" ? kQuoteMonths : words.status == "benchmark" ? kBenchmarkMonths : 0;
    const auto date = most == 0 ? std::nullopt : inputs::parse_model_date(words.as_of);
    if (date && start - date->month_index() > most) aged[{words.status, words.as_of, words.source}].push_back(path);
  }
  for (const auto& [words, paths] : aged) {
    const auto& [status, as_of, source] = words;
    const std::size_t others = paths.size() - 1;
    review.raise("source-stale", paths.front(), status + " of " + as_of,
                 "the model starts in " + review.month(0) + (source.empty() ? "" : "; source: " + source) +
                     (others == 0 ? "" : "; so are " + std::to_string(others) + " more values"));
  }
}

}  // namespace

void review_defaults(Review& review) { Defaults all(review); }

void review_sources(Review& review) {
  for (const std::string& notice : review.record.notices) {
    const std::size_t colon = std::min(notice.find(": "), notice.size());
    review.raise("file-not-used-as-it-is", "power.bill.prepare", notice.substr(0, colon),
                 notice.substr(std::min(colon + 2, notice.size())));
  }
  far_values(review);
  stale_sources(review);
  placeholders(review);
}

}  // namespace roi::audit
