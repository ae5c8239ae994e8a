#include "libroi/solve/goal_text.hpp"

#include "libroi/center/layout.hpp"

#include <cmath>
#include <cstdio>

namespace roi::solve {
namespace {

std::string number(double x) {
  char text[40];
  std::snprintf(text, sizeof text, "%.6g", x == 0.0 ? 0.0 : x);
  return text;
}

std::string unit_text(std::string_view unit, const std::string& currency) {
  if (unit.empty() || unit == "1") return "";
  std::string out = " " + std::string(unit);
  const auto at = out.find("money");
  return at == std::string::npos ? out : out.replace(at, 5, currency);
}

std::string stretch(double low, double high) {
  return low < high ? "from " + number(low) + " to " + number(high) : "at " + number(low);
}

class Words {
 public:
  Words(const GoalSeek& found, const Parameter<double>& parameter, const std::string& currency)
      : found_(found),
        catalogue_(found.metric),
        metric_unit_(unit_text(catalogue_.unit, currency)),
        input_unit_(unit_text(parameter.unit, currency)) {}

  [[nodiscard]] std::string sentence() const {
    const std::string body = found_.status == GoalStatus::solved    ? solved()
                             : found_.status == GoalStatus::several ? several()
                                                                    : infeasible();
    return body + side_remarks();
  }

 private:
  [[nodiscard]] std::string goal() const {
    return std::string(catalogue_.path) + " = " + number(found_.target) + metric_unit_;
  }
  [[nodiscard]] std::string searched() const {
    return found_.path + " from " + number(found_.bracket.low) + " to " + number(found_.bracket.high) + input_unit_;
  }
  [[nodiscard]] std::string metric(double value) const { return number(value) + metric_unit_; }

  [[nodiscard]] std::string solved() const {
    return goal() + " at " + found_.path + " = " + number(found_.value) + input_unit_ + "; no other value found " +
           stretch(found_.bracket.low, found_.bracket.high);
  }

  [[nodiscard]] std::string several() const {
    const auto& all = found_.solutions;
    std::string out = goal() + " at ";
    if (all.size() == 1) {
      out += "every value tried of " + found_.path + " " + stretch(all[0].same.low, all[0].same.high) + input_unit_;
    } else {
      out += std::to_string(all.size()) + " values of " + searched() + ": ";
      for (std::size_t i = 0; i < all.size(); ++i)
        out += (i == 0                ? ""
                : i + 1 == all.size() ? " and "
                                      : ", ") +
               (all[i].same.low < all[i].same.high ? stretch(all[i].same.low, all[i].same.high) : number(all[i].value));
    }
    return out + "; taken is the one nearest to the present value of " + number(found_.present);
  }

  [[nodiscard]] std::string infeasible() const {
    const std::string start = goal() + " cannot be had with " + searched() + ": ";
    if (std::isnan(found_.least)) return start + "no value there gives the metric";
    const double spread = found_.greatest - found_.least;
    if (spread <= 1e-13 * std::fabs(found_.greatest))
      return start + "it is " + metric(found_.least) + " whatever the value, as it does not depend on this input";
    return start + "it is between " + metric(found_.least) + " (at " + number(found_.least_at) + ") and " +
           metric(found_.greatest) + " (at " + number(found_.greatest_at) + ")";
  }

  [[nodiscard]] std::string side_remarks() const {
    std::string out;
    for (const GoalJump& jump : found_.jumps)
      out += "; at " + number(jump.at) + " it jumps from " + metric(jump.below) + " to " + metric(jump.above);
    for (const GoalGap& gap : found_.gaps) {
      const bool absent = gap.reason == catalogue_.undefined_reason;
      out += "; " + stretch(gap.low, gap.high) + (absent ? " it does not exist (" : " a rule is broken (") +
             gap.reason + ")";
    }
    return out;
  }

  const GoalSeek& found_;
  const MetricInfo& catalogue_;
  std::string metric_unit_, input_unit_;
};

}  // namespace

std::string goal_text(const GoalSeek& found, const Parameter<double>& parameter, const std::string& currency) {
  return Words(found, parameter, currency).sentence();
}

}  // namespace roi::solve
