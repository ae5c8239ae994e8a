#include "libroi/engine/checks.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <string>

namespace roi {
namespace {

CheckResult of_line(const Ledger<double>& ledger, const LineTable& lines, Line line) {
  const LineInfo& info = lines[line];
  CheckResult out;
  out.id = info.check;
  out.name = info.label.substr(out.id.size() + 1);
  if (info.kind == Kind::constant) {
    out.residual = std::fabs(ledger.constant_of(line));
  } else {
    const auto row = ledger.row(line);
    for (std::size_t t = 0; t < row.size(); ++t)
      if (!std::isnan(out.residual) && !(std::fabs(row[t]) <= out.residual)) {  // what is no number stays the worst
        out.residual = std::fabs(row[t]);
        out.month = static_cast<int>(t);
      }
  }
  double scale = ledger.constant_of(Line{info.scale});
  if (!info.scale_too.empty()) scale = std::max(scale, std::fabs(ledger.constant_of(lines.find(info.scale_too))));
  out.tolerance = 1e-9 * scale;
  out.passed = out.residual <= out.tolerance;
  return out;
}

/// H3, year by year.
class Years {
 public:
  Years(const Declared& layout, const Ledger<double>& ledger) : layout_(layout), ledger_(ledger) {
    for (int id = 0; id < layout.lines().size(); ++id) {
      const Section section = layout.lines()[Line{id}].section;
      if (section != Section::none) of_section_[static_cast<std::size_t>(section)].push_back(Line{id});
    }
  }

  CheckResult result() {
    const Timeline& time = layout_.timeline();
    const int months = layout_.months();
    for (first_ = 0; first_ < months; first_ = last_ + 1) {
      last_ = first_;
      while (last_ + 1 < months && time.year(last_ + 1) == time.year(first_)) ++last_;
      year();
    }
    worst_.id = "H3";
    worst_.name = "annual statements agree with the months";
    worst_.tolerance = 1e-9 * ledger_.constant_of(layout_.lines().find("check/scale of money"));
    worst_.passed = worst_.residual <= worst_.tolerance;
    return worst_;
  }

 private:
  void year() {
    note(change("balance/cash") - section(Section::cash_operating) - section(Section::cash_investing) -
         section(Section::cash_financing));
    note(change("balance/retained earnings") - sum("income/net income") + sum("equity/dividend"));
    note(sum("revenue/total") - section(Section::revenue));
    note(sum("opex/total") - section(Section::operating_cost));
    first_ = last_;  // of stocks the last month counts
    note(sum("balance/total assets") - section(Section::assets));
    note(sum("balance/total liabilities") - section(Section::liabilities));
  }
  void note(double residual) {
    if (std::isnan(worst_.residual) || std::fabs(residual) <= worst_.residual) return;
    worst_.residual = std::fabs(residual);
    worst_.month = last_;
  }
  [[nodiscard]] double sum(Line line) const {
    const auto row = ledger_.row(line);
    double total = 0.0;
    for (int t = first_; t <= last_; ++t) total += row[static_cast<std::size_t>(t)];
    return total;
  }
  [[nodiscard]] double sum(const char* path) const { return sum(layout_.lines().find(path)); }
  [[nodiscard]] double section(Section which) const {
    double total = 0.0;
    for (const Line line : of_section_[static_cast<std::size_t>(which)]) total += sum(line);
    return total;
  }
  /// From the end of the year before to the end of this one.
  [[nodiscard]] double change(const char* path) const {
    const Line line = layout_.lines().find(path);
    const auto row = ledger_.row(line);
    const double before = first_ == 0 ? ledger_.opening_of(line) : row[static_cast<std::size_t>(first_) - 1];
    return row[static_cast<std::size_t>(last_)] - before;
  }

  const Declared& layout_;
  const Ledger<double>& ledger_;
  std::array<std::vector<Line>, static_cast<std::size_t>(Section::check) + 1> of_section_;
  int first_ = 0, last_ = 0;
  CheckResult worst_;
};

}  // namespace

std::vector<CheckResult> check_results(const Declared& layout, const Ledger<double>& ledger) {
  std::vector<CheckResult> out;
  for (int id = 0; id < layout.lines().size(); ++id)
    if (layout.lines()[Line{id}].section == Section::check) out.push_back(of_line(ledger, layout.lines(), Line{id}));
  out.push_back(Years(layout, ledger).result());
  const auto number = [](const CheckResult& check) { return std::stoi(check.id.substr(1)); };
  std::stable_sort(out.begin(), out.end(),
                   [&](const CheckResult& a, const CheckResult& b) { return number(a) < number(b); });
  return out;
}

}  // namespace roi
