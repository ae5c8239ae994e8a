#pragma once
/// @file libroi/audit/review/review.hpp: what the finders of warnings look at, and how they raise one. Internal to audit.
///
/// A finder is a function over a Review that raises the warnings of one subject; the list stands in warnings.cpp.
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "libroi/audit/warnings.hpp"
#include "libroi/inputs/field.hpp"

namespace roi::audit {

class Review {
 public:
  Review(const Center<double>& of, const Record& with, const Evaluation& found)
      : center(of), record(with), evaluation(found) {}

  const Center<double>& center;
  const Record& record;
  const Evaluation& evaluation;
  std::vector<Warning> warnings;

  void raise(std::string_view id, std::string path, std::string value, std::string reason);

  [[nodiscard]] int months() const { return center.months; }
  /// Whether the file gives the input; without a record, whether it differs from its declared default.
  [[nodiscard]] bool is_given(const std::string& path, const inputs::Slot& slot) const;
  /// Monthly values of a line, constants and openings; empty, or 0, where the model has no such line.
  [[nodiscard]] std::span<const double> row(std::string_view path) const;
  [[nodiscard]] double constant(std::string_view path) const;
  /// The earliest moment from which a phase has power, in months after the start.
  [[nodiscard]] double opening() const;
  /// First hour of service of a contract's or market's fleet.
  [[nodiscard]] double first_hour(const std::string& fleet) const;

  // As people read them.
  [[nodiscard]] std::string month(int t) const;         // "2027-03"
  [[nodiscard]] std::string date(double months) const;  // "2027-03-16"
  [[nodiscard]] std::string money(double x) const;      // "12.4 million CNY"

 private:
  [[nodiscard]] Line line(std::string_view path) const;
};

/// Money or months, from when on.
struct Tally {
  double amount = 0.0;
  int months = 0, first = -1;
  void add(double x, int t) {
    if (!(x > 0.0)) return;
    amount += x;
    ++months;
    if (first < 0) first = t;
  }
};

/// What cash calls after construction pay for: debt service, losses; the rest tops up the cash required.
struct OwnersMoney {
  Tally for_debt, for_losses;
};
[[nodiscard]] OwnersMoney owners_money(const Review& review);
/// "is paid in by the owners, in 3 months from 2028-03, because cash does not cover the debt service"
[[nodiscard]] std::string unserved_debt(const Review& review, const Tally& paid);

/// Up to four significant digits, with thousands and a unit.
[[nodiscard]] std::string short_number(double x);
[[nodiscard]] std::string percent(double x);

void review_time(Review& review);
void review_capacity(Review& review);
void review_markets(Review& review);
void review_defaults(Review& review);
void review_unread(Review& review);
void review_sources(Review& review);
void review_returns(Review& review);
void review_operation(Review& review);
void review_funding(Review& review);

}  // namespace roi::audit
