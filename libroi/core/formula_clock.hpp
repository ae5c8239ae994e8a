#pragma once
/// @file libroi/core/formula_clock.hpp: time for formulas, the rows of the Time sheet.
///
/// Clock<Formula> hands out cells of rows that are live formulas of two inputs:
///
///   time/start            first day of the model, a spreadsheet date
///   time/hours per month  the hours of a month by convention; 0 = 24 x the days of the real month
///
///   row                   formula                                  row                  formula
///   time/month            previous + 1, opening -1                 time/day share       1 / days
///   time/date             EDATE(start, month)                      time/hour share      1 / hours
///   time/days             EDATE(start, month + 1) - date           time/month of year   MONTH(date)
///   time/hours            IF(fixed > 0, fixed, hours a day x days) time/last            IF(month = last start, 1, 0)
///   time/last start       MAX(month)                               time/year end        IF(OR(MONTH = 12, last), 1, 0)
///   time/horizon          last start + 1
///
/// The number of months is the number of columns: it is structure, not live. A second clock on the same graph finds
/// the rows of the first.
#include <span>
#include <string>

#include "libroi/core/clock.hpp"
#include "libroi/core/formula.hpp"

namespace roi {

/// A flag of the calendar: a cell that holds 1 or 0. `when` turns it into an IF.
class FormulaFlag {
 public:
  explicit FormulaFlag(FormulaMask mask) : mask_(mask) {}
  [[nodiscard]] FormulaMask mask() const noexcept { return mask_; }
  friend FormulaFlag operator&(FormulaFlag a, FormulaFlag b) { return FormulaFlag(a.mask_ & b.mask_); }
  friend FormulaFlag operator|(FormulaFlag a, FormulaFlag b) { return FormulaFlag(a.mask_ | b.mask_); }
  friend FormulaFlag operator&&(FormulaFlag a, FormulaFlag b) { return a & b; }
  friend FormulaFlag operator||(FormulaFlag a, FormulaFlag b) { return a | b; }
  friend FormulaFlag operator!(FormulaFlag a) { return FormulaFlag(!a.mask_); }

 private:
  FormulaMask mask_;
};

/// A whole number that only `pick` reads.
class FormulaIndex {
 public:
  explicit FormulaIndex(Formula cell) : cell_(cell) {}
  [[nodiscard]] Formula cell() const noexcept { return cell_; }

 private:
  Formula cell_;
};

/// IF(flag, yes, no): both arms are traced.
template <class T, class Yes, class No>
[[nodiscard]] Formula when(FormulaFlag flag, const Yes& yes, const No& no) {
  return select(flag.mask(), Formula(yes()), Formula(no()));
}

/// The block of inputs that stand together in this order, or kNoNode.
[[nodiscard]] inline NodeId input_block(std::span<const Formula> inputs) {
  Graph& graph = Graph::current();
  const GraphNode first = graph.node(inputs[0].id());
  for (std::uint32_t i = 0; i < inputs.size(); ++i) {
    const GraphNode& node = graph.node(inputs[i].id());
    if (node.op != Op::input || node.a != first.a + i) return kNoNode;
  }
  return graph.make(Op::block, first.a, static_cast<std::uint32_t>(inputs.size()), 0, 0.0);
}

/// INDEX over twelve inputs that stand together, CHOOSE over anything else.
template <class T>
[[nodiscard]] Formula pick(const std::array<T, 12>& table, FormulaIndex month_of_year) {
  Graph& graph = Graph::current();
  const NodeId k = month_of_year.cell().id();
  const double value = table[static_cast<std::size_t>(month_of_year.cell().value()) - 1].value();
  if (const NodeId block = input_block(table); block != kNoNode)
    return Formula::from_node(graph.make(Op::index, block, k, 0, value));
  std::vector<NodeId> list;
  for (const Formula& entry : table) list.push_back(entry.id());
  return Formula::from_node(graph.make(Op::choose, graph.add_list(std::move(list)), k, 0, value));
}

/// Days since the spreadsheet's epoch of the first day of a month: 1 January 1900 is 1.
[[nodiscard]] constexpr double spreadsheet_date(YearMonth m) noexcept {
  const int y = m.month <= 2 ? m.year - 1 : m.year;
  const int era = y / 400, year_of_era = y % 400;
  const int day_of_year = (153 * (m.month + (m.month > 2 ? -3 : 9)) + 2) / 5;
  return era * 146097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719468 + 25569;
}

/// Year and month of a spreadsheet date.
[[nodiscard]] constexpr YearMonth spreadsheet_month(double date) noexcept {
  YearMonth m{1899 + static_cast<int>(date / 366.0), 1};
  while (spreadsheet_date({m.year + 1, 1}) <= date) ++m.year;
  while (m.month < 12 && spreadsheet_date({m.year, m.month + 1}) <= date) ++m.month;
  return m;
}

template <>
class Clock<Formula> {
 public:
  explicit Clock(const Timeline& timeline) : timeline_(&timeline), graph_(&Graph::current()) {
    month_row_ = graph_->find_row("time/month");
    if (month_row_ < 0) lay_out();
  }
  [[nodiscard]] int months() const noexcept { return timeline_->months(); }
  [[nodiscard]] Formula month(int t) const { return cell(kMonth, t); }
  [[nodiscard]] Formula days(int t) const { return cell(kDays, t); }
  [[nodiscard]] Formula hours(int t) const { return cell(kHours, t); }
  [[nodiscard]] Formula day_share(int t) const { return cell(kDayShare, t); }
  [[nodiscard]] Formula hour_share(int t) const { return cell(kHourShare, t); }
  [[nodiscard]] Formula horizon() const { return cell(kHorizon, kConstant); }
  [[nodiscard]] Formula last_start() const { return cell(kLastStart, kConstant); }
  [[nodiscard]] FormulaFlag year_end(int t) const { return flag(kYearEnd, t); }
  [[nodiscard]] FormulaFlag last(int t) const { return flag(kLast, t); }
  [[nodiscard]] FormulaIndex month_of_year(int t) const { return FormulaIndex(cell(kMonthOfYear, t)); }
  [[nodiscard]] const Timeline& timeline() const noexcept { return *timeline_; }

 private:
  enum Row { kMonth, kDate, kDays, kHours, kDayShare, kHourShare, kMonthOfYear, kLastStart, kHorizon, kLast, kYearEnd };

  [[nodiscard]] Formula cell(Row row, int column) const {
    const int id = month_row_ + row;
    return Formula::from_node(graph_->cell(id, column, graph_->node(graph_->expression(id, column)).value));
  }
  [[nodiscard]] FormulaFlag flag(Row row, int t) const {
    const Formula c = cell(row, t);
    return FormulaFlag(FormulaMask::make(Op::flag, c.id(), 0, c.value() != 0.0));
  }
  void add(const char* name, const char* unit, Kind kind, const char* definition) {
    const std::string label(name);
    (void)graph_->add_row(
        {GraphRow::Source::time, {"time/" + label, label, unit, kind, Section::none, definition}, false, -1, -1, {}});
  }
  [[nodiscard]] static Formula date(Op op, Formula a, Formula b, double value) {
    return Formula::from_node(Graph::current().make(op, a.id(), b.id(), 0, value));
  }
  [[nodiscard]] double fixed_hours() const {
    return timeline_->convention() == HourConvention::calendar ? 0.0 : timeline_->hours(0);
  }

  void lay_out() {
    graph_->set_months(months());
    const Formula start = Formula::input("time/start", spreadsheet_date(timeline_->start()));
    const Formula fixed = Formula::input("time/hours per month", fixed_hours());
    const Formula day = Formula::input("time/hours per day", 24.0);
    month_row_ = static_cast<int>(graph_->rows().size());
    add("month", "month", Kind::flow, "months since the start of the model");
    add("date", "date", Kind::flow, "first day of the month");
    add("days", "day", Kind::flow, "days of the month");
    add("hours", "hour", Kind::flow, "hours of the month, by the convention of the model");
    add("day share", "1/day", Kind::price, "1 / days");
    add("hour share", "1/hour", Kind::price, "1 / hours");
    add("month of year", "1", Kind::price, "1 = January .. 12 = December");
    add("last start", "month", Kind::constant, "start of the last month");
    add("horizon", "month", Kind::constant, "end of the last month");
    add("last", "flag", Kind::flag, "1 in the last month of the model");
    add("year end", "flag", Kind::flag, "1 in December and in the last month: the tax year closes");
    const auto fill = [&](Row row, int column, Formula x) { (void)graph_->fill(month_row_ + row, column, x.id()); };

    fill(kMonth, kOpening, -Formula(1.0));
    for (int t = 0; t < months(); ++t) fill(kMonth, t, cell(kMonth, t - 1) + 1.0);
    const NodeId all = graph_->range(month_row_ + kMonth, 0, months() - 1);
    fill(kLastStart, kConstant, Formula::from_node(graph_->make(Op::most, all, 0, 0, months() - 1.0)));
    fill(kHorizon, kConstant, last_start() + 1.0);
    for (int t = 0; t < months(); ++t) {
      const YearMonth now{timeline_->year(t), timeline_->month_of_year(t)};
      const YearMonth next{now.month == 12 ? now.year + 1 : now.year, now.month == 12 ? 1 : now.month + 1};
      fill(kDate, t, date(Op::shifted_date, start, month(t), spreadsheet_date(now)));
      fill(kDays, t, date(Op::shifted_date, start, month(t) + 1.0, spreadsheet_date(next)) - cell(kDate, t));
      fill(kHours, t, select(fixed > 0.0, fixed, day * days(t)));
      fill(kDayShare, t, 1.0 / days(t));
      fill(kHourShare, t, 1.0 / hours(t));
      fill(kMonthOfYear, t, date(Op::month_of_date, cell(kDate, t), {}, now.month));
      fill(kLast, t, select(month(t) == last_start(), 1.0, 0.0));
      fill(kYearEnd, t, select((cell(kMonthOfYear, t) == Formula(12.0)) | last(t).mask(), 1.0, 0.0));
    }
  }

  const Timeline* timeline_;
  Graph* graph_;
  int month_row_;
};

}  // namespace roi
