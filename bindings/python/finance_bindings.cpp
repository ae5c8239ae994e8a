/// @file bindings/python/finance_bindings.cpp: the finance functions, as module libroi._libroi.finance.
///
/// Arrays of float64 are read where they lie, whatever their strides. Dates go in as days since 1970-01-01.
#include "bindings/python/bindings.hpp"
#include "libroi/finance/annuity.hpp"
#include "libroi/finance/annuity_rate.hpp"
#include "libroi/finance/batch.hpp"
#include "libroi/finance/bond.hpp"
#include "libroi/finance/day_count.hpp"
#include "libroi/finance/depreciation.hpp"
#include "libroi/finance/irr.hpp"
#include "libroi/finance/returns.hpp"
#include "libroi/finance/xirr.hpp"

namespace py = pybind11;

void bind_payments(py::module_& m);    // payments_bindings.cpp
void bind_quick_xirr(py::module_& m);  // quick_xirr.cpp

namespace {

using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;
using Matrix = py::array_t<double>;  // any strides
using Days = py::array_t<std::int32_t, py::array::c_style | py::array::forcecast>;
using Status = py::array_t<std::uint8_t>;

std::span<const double> span(const Doubles& a) { return {a.data(), static_cast<std::size_t>(a.size())}; }

std::vector<roi::Date> dates(const Days& days) {
  std::vector<roi::Date> out(static_cast<std::size_t>(days.size()));
  for (std::size_t i = 0; i < out.size(); ++i) out[i] = {days.data()[i]};
  return out;
}

roi::Rows rows(const Matrix& m) {
  constexpr auto size = static_cast<std::ptrdiff_t>(sizeof(double));
  if (m.ndim() != 2)
    throw roi::DomainError("flows has " + std::to_string(m.ndim()) + " dimensions, but must have 2: one series a row");
  if (m.strides(0) % size != 0 || m.strides(1) % size != 0)
    throw roi::DomainError("flows has strides that are no whole numbers of float64");
  return {m.data(), static_cast<std::size_t>(m.shape(0)), static_cast<std::size_t>(m.shape(1)), m.strides(0) / size,
          m.strides(1) / size};
}

roi::RootRule rule(bool nearest) { return nearest ? roi::RootRule::non_negative_first : roi::RootRule::falling; }

std::span<double> out(py::array_t<double>& a) { return {a.mutable_data(), static_cast<std::size_t>(a.size())}; }
std::span<roi::IrrStatus> out(Status& a) {
  return {reinterpret_cast<roi::IrrStatus*>(a.mutable_data()), static_cast<std::size_t>(a.size())};
}

double or_nan(const roi::Measure<double>& m) { return m.exists ? m.value : std::numeric_limits<double>::quiet_NaN(); }

template <class Enum>
Enum named(const char* what, const std::string& name, std::initializer_list<std::pair<const char*, Enum>> known) {
  std::string all;
  for (const auto& [text, value] : known) {
    if (name == text) return value;
    all += (all.empty() ? "" : ", ") + std::string(text);
  }
  throw roi::DomainError(std::string(what) + ": '" + name + "' is none of " + all);
}

roi::RowMeasure measure(const std::string& name) {
  using enum roi::RowMeasure;
  return named<roi::RowMeasure>("measure", name,
                                {{"npv", npv},
                                 {"mirr", mirr},
                                 {"moic", moic},
                                 {"payback", payback},
                                 {"discounted_payback", discounted_payback},
                                 {"profitability_index", profitability_index},
                                 {"total_return", total_return}});
}
roi::AnnuityFunction annuity(const std::string& name) {
  using enum roi::AnnuityFunction;
  return named<roi::AnnuityFunction>(
      "annuity", name,
      {{"fv", fv}, {"pv", pv}, {"pmt", pmt}, {"ipmt", ipmt}, {"ppmt", ppmt}, {"nper", nper}, {"rate", rate}});
}

void bind_diagnosis(py::module_& m) {
  using roi::IrrDiagnosis;
  py::class_<roi::IrrRoot>(m, "IrrRoot", "One rate at which the net present value is zero.")
      .def_readonly("rate", &roi::IrrRoot::rate, "Per period, or per year for dated flows.")
      .def_readonly("log1p_rate", &roi::IrrRoot::log1p_rate, "ln(1 + rate), exact also where rate rounds to -1.")
      .def_readonly("falls", &roi::IrrRoot::falls, "NPV falls through zero as the rate rises.")
      .def_readonly("touches", &roi::IrrRoot::touches, "NPV touches zero without crossing, within rounding.")
      .def("__repr__", [](const roi::IrrRoot& r) {
        return "IrrRoot(rate=" + roi::to_text(r.rate) + ", NPV " +
               (r.touches ? "touches zero"
                : r.falls ? "falls"
                          : "rises") +
               ")";
      });
  py::class_<IrrDiagnosis>(m, "IrrDiagnosis", "A rate of return, or the reason why there is none, and every root.")
      .def_readonly("value", &IrrDiagnosis::value, "The rate chosen by `rule`; NaN where there is none.")
      .def_readonly("log1p_value", &IrrDiagnosis::log1p_value, "ln(1 + value).")
      .def_property_readonly(
          "status", [](const IrrDiagnosis& d) { return std::string(roi::to_string(d.status)); },
          "unique, several, none, no_sign_change, degenerate_horizon or not_converged.")
      .def_readonly("roots", &IrrDiagnosis::roots, "Every root above -100 %, ascending.")
      .def_property_readonly(
          "certified_count",
          [](const IrrDiagnosis& d) -> std::optional<int> {
            return d.certified_count < 0 ? std::nullopt : std::optional<int>(d.certified_count);
          },
          "Number of roots, proved; None if not proved.")
      .def_readonly("most_roots", &IrrDiagnosis::most_roots,
                    "Upper bound by Descartes' rule: sign changes of the flows.")
      .def_property_readonly(
          "rule", [](const IrrDiagnosis& d) { return std::string(d.rule); }, "How `value` was chosen.")
      .def_property_readonly(
          "method", [](const IrrDiagnosis& d) { return std::string(d.method); }, "How the count was proved.")
      .def_readonly("evaluations", &IrrDiagnosis::evaluations, "Of the NPV, in the whole scan.")
      .def_readonly("npv_at_zero", &IrrDiagnosis::npv_at_zero, "Sum of the flows.")
      .def_readonly("short_horizon", &IrrDiagnosis::short_horizon, "Dated flows that span less than 90 days.")
      .def_property_readonly(
          "npv_profile",
          [](const IrrDiagnosis& d) {
            std::vector<std::pair<double, double>> points;
            for (const auto& p : d.npv_profile) points.emplace_back(p.rate, p.npv);
            return points;
          },
          "Pairs (rate, NPV), ascending in rate.")
      .def("__repr__", [](const IrrDiagnosis& d) {
        std::string text = "IrrDiagnosis(value=" + roi::to_text(d.value) + ", status='" +
                           std::string(roi::to_string(d.status)) + "', roots=[";
        for (std::size_t i = 0; i < d.roots.size(); ++i) text += (i ? ", " : "") + roi::to_text(d.roots[i].rate);
        return text + "], rule='" + std::string(d.rule) + "')";
      });
  m.def(
      "irr_diagnosis", [](const Doubles& flows) { return roi::irr(span(flows)); }, py::arg("cash_flows"));
  m.def(
      "xirr_diagnosis",
      [](const Days& days, const Doubles& flows, const std::string& day_count) {
        return roi::xirr(dates(days), span(flows), roi::parse_day_count(day_count));
      },
      py::arg("days"), py::arg("cash_flows"), py::arg("day_count"));
  m.def(
      "irr_value", [](const Doubles& flows) { return roi::irr_value(span(flows)); }, py::arg("cash_flows"));
  m.def(
      "irr_gradient", [](const Doubles& flows) { return roi::irr_gradient(span(flows)); }, py::arg("cash_flows"));
  m.def(
      "xirr_value",
      [](const Days& days, const Doubles& flows, const std::string& day_count) {
        return roi::xirr_value(dates(days), span(flows), roi::parse_day_count(day_count));
      },
      py::arg("days"), py::arg("cash_flows"), py::arg("day_count"));
}

void bind_rows(py::module_& m) {
  m.def(
      "statuses",
      [] {
        std::vector<std::string> names;
        for (int s = 0; s <= static_cast<int>(roi::IrrStatus::not_converged); ++s)
          names.emplace_back(roi::to_string(static_cast<roi::IrrStatus>(s)));
        return names;
      },
      "Names of the status codes of the row functions.");
  m.def(
      "irr_rows",
      [](const Matrix& flows, bool nearest, int threads) {
        const roi::Rows view = rows(flows);
        py::array_t<double> rates(static_cast<py::ssize_t>(view.rows));
        Status status(static_cast<py::ssize_t>(view.rows));
        const auto to = out(rates);
        const auto codes = out(status);
        {
          const py::gil_scoped_release release;
          roi::irr_rows(view, to, codes, rule(nearest), threads);
        }
        return std::pair(rates, status);
      },
      py::arg("flows"), py::arg("nearest"), py::arg("threads"));
  m.def(
      "xirr_rows",
      [](const Days& days, const Matrix& flows, const std::string& day_count, bool nearest, int threads) {
        const roi::Rows view = rows(flows);
        const roi::DayCount convention = roi::parse_day_count(day_count);
        const auto when = dates(days);
        std::vector<double> times;
        for (const roi::Date d : when) times.push_back(roi::year_fraction(when.front(), d, convention));
        py::array_t<double> rates(static_cast<py::ssize_t>(view.rows));
        Status status(static_cast<py::ssize_t>(view.rows));
        const auto to = out(rates);
        const auto codes = out(status);
        {
          const py::gil_scoped_release release;
          roi::xirr_rows(times, view, to, codes, rule(nearest), threads);
        }
        return std::pair(rates, status);
      },
      py::arg("days"), py::arg("flows"), py::arg("day_count"), py::arg("nearest"), py::arg("threads"));
  m.def(
      "measure_rows",
      [](const std::string& name, const Matrix& flows, double rate, double second_rate, int threads) {
        const roi::Rows view = rows(flows);
        const roi::RowMeasure what = measure(name);
        py::array_t<double> results(static_cast<py::ssize_t>(view.rows));
        const auto to = out(results);
        {
          const py::gil_scoped_release release;
          roi::measure_rows(what, view, to, rate, second_rate, threads);
        }
        return results;
      },
      py::arg("measure"), py::arg("flows"), py::arg("rate"), py::arg("second_rate"), py::arg("threads"));
  m.def(
      "npv_grid",
      [](const Doubles& rates, const Matrix& flows, int threads) {
        const roi::Rows view = rows(flows);
        py::array_t<double> results({static_cast<py::ssize_t>(view.rows), rates.size()});
        const auto to = out(results);
        const auto from = span(rates);
        {
          const py::gil_scoped_release release;
          roi::npv_grid(from, view, to, threads);
        }
        return results;
      },
      py::arg("rates"), py::arg("flows"), py::arg("threads"));
  m.def(
      "annuity",
      [](const std::string& name, const std::vector<Doubles>& columns, int threads) {
        const roi::AnnuityFunction what = annuity(name);
        const auto count = columns.empty() ? 0 : columns.front().size();
        for (const Doubles& c : columns) {
          if (c.size() != count) throw roi::DomainError("annuity: columns differ in length");
        }
        const auto column = [&](std::size_t i) { return i < columns.size() ? columns[i].data() : nullptr; };
        py::array_t<double> results(count);
        const auto to = out(results);
        {
          const py::gil_scoped_release release;
          roi::annuity_rows(what, {column(0), column(1), column(2), column(3), column(4), column(5)}, to, threads);
        }
        return results;
      },
      py::arg("function"), py::arg("columns"), py::arg("threads"));
}

void bind_measures(py::module_& m) {
  m.def(
      "xirr_rate",
      [](const Days& days, const Doubles& flows, const std::string& day_count, bool nearest) {
        const auto found = roi::xirr_rate(dates(days), span(flows), roi::parse_day_count(day_count), rule(nearest));
        return std::pair(found.rate, static_cast<int>(found.status));
      },
      py::arg("days"), py::arg("cash_flows"), py::arg("day_count"), py::arg("nearest"));
  m.def(
      "xnpv",
      [](double rate, const Days& days, const Doubles& flows, const std::string& day_count) {
        return roi::xnpv(rate, dates(days), span(flows), roi::parse_day_count(day_count));
      },
      py::arg("rate"), py::arg("days"), py::arg("cash_flows"), py::arg("day_count"));
  m.def(
      "xmirr",
      [](const Days& days, const Doubles& flows, double finance_rate, double reinvest_rate,
         const std::string& day_count) {
        const auto ordered = roi::order_flows(dates(days), span(flows), roi::parse_day_count(day_count));
        return or_nan(roi::xmirr(ordered.times, ordered.cash_flows, finance_rate, reinvest_rate));
      },
      py::arg("days"), py::arg("cash_flows"), py::arg("finance_rate"), py::arg("reinvest_rate"), py::arg("day_count"));
  m.def(
      "modified_dietz",
      [](double opening, double closing, const Doubles& times, const Doubles& contributions, double horizon) {
        return or_nan(roi::modified_dietz(opening, closing, span(times), span(contributions), horizon));
      },
      py::arg("opening_value"), py::arg("closing_value"), py::arg("times"), py::arg("contributions"),
      py::arg("horizon"));
  m.def(
      "cumulative_interest",
      [](double rate, double nper, double pv, int first, int last, double when) {
        return roi::cumulative_interest(rate, nper, pv, first, last, when);
      },
      py::arg("rate"), py::arg("nper"), py::arg("pv"), py::arg("first"), py::arg("last"), py::arg("when"));
  m.def(
      "cumulative_principal",
      [](double rate, double nper, double pv, int first, int last, double when) {
        return roi::cumulative_principal(rate, nper, pv, first, last, when);
      },
      py::arg("rate"), py::arg("nper"), py::arg("pv"), py::arg("first"), py::arg("last"), py::arg("when"));
  m.def("effective_rate", &roi::effective_rate<double>, py::arg("nominal"), py::arg("times_a_year"));
  m.def("nominal_rate", &roi::nominal_rate<double>, py::arg("effective"), py::arg("times_a_year"));
  m.def("annuity_factor", &roi::annuity_factor<double>, py::arg("rate"), py::arg("periods"));
  m.def("growing_annuity_factor", &roi::growing_annuity_factor<double>, py::arg("rate"), py::arg("growth"),
        py::arg("periods"));
  m.def(
      "price_sensitivity",
      [](double yield, const Doubles& flows) {
        const auto s = roi::price_sensitivity<double>(yield, span(flows));
        return std::make_tuple(s.price, s.duration, s.modified_duration, s.convexity);
      },
      py::arg("yield_"), py::arg("cash_flows"));
  m.def(
      "accrued_interest",
      [](double face, double coupon_rate, int last_coupon, int settlement, const std::string& day_count) {
        return roi::accrued_interest(face, coupon_rate, roi::Date{last_coupon}, roi::Date{settlement},
                                     roi::parse_day_count(day_count));
      },
      py::arg("face"), py::arg("coupon_rate"), py::arg("last_coupon"), py::arg("settlement"), py::arg("day_count"));
}

void bind_calendar(py::module_& m) {
  m.def(
      "parse_date", [](const std::string& text) { return roi::parse_date(text).days; }, py::arg("text"));
  m.def(
      "add_months",
      [](int day, int months, bool end_of_month) { return roi::add_months({day}, months, end_of_month).days; },
      py::arg("day"), py::arg("months"), py::arg("end_of_month"));
  m.def(
      "day_count_name", [](const std::string& name) { return std::string(roi::to_string(roi::parse_day_count(name))); },
      py::arg("name"));
  m.def(
      "year_fraction",
      [](int from, int to, const std::string& day_count) {
        return roi::year_fraction({from}, {to}, roi::parse_day_count(day_count));
      },
      py::arg("start"), py::arg("end"), py::arg("day_count"));
  m.def(
      "days_between",
      [](int from, int to, const std::string& day_count) {
        return roi::days_between({from}, {to}, roi::parse_day_count(day_count));
      },
      py::arg("start"), py::arg("end"), py::arg("day_count"));
}

void bind_depreciation(py::module_& m) {
  m.def(
      "sln", [](double cost, double salvage, double life) { return roi::sln(cost, salvage, life); }, py::arg("cost"),
      py::arg("salvage"), py::arg("life"));
  m.def(
      "syd", [](double cost, double salvage, double life, double per) { return roi::syd(cost, salvage, life, per); },
      py::arg("cost"), py::arg("salvage"), py::arg("life"), py::arg("per"));
  m.def(
      "ddb",
      [](double cost, double salvage, double life, double per, double factor) {
        return roi::ddb(cost, salvage, life, per, factor);
      },
      py::arg("cost"), py::arg("salvage"), py::arg("life"), py::arg("per"), py::arg("factor"));
  m.def("db", &roi::db, py::arg("cost"), py::arg("salvage"), py::arg("life"), py::arg("per"), py::arg("month"));
  m.def("vdb", &roi::vdb, py::arg("cost"), py::arg("salvage"), py::arg("life"), py::arg("start"), py::arg("end"),
        py::arg("factor"), py::arg("no_switch"));
  m.def(
      "macrs",
      [](int property_class, const std::string& convention) {
        using enum roi::MacrsConvention;
        return roi::macrs(property_class, named<roi::MacrsConvention>("macrs", convention,
                                                                      {{"half-year", half_year},
                                                                       {"mid-quarter-1", mid_quarter_1},
                                                                       {"mid-quarter-2", mid_quarter_2},
                                                                       {"mid-quarter-3", mid_quarter_3},
                                                                       {"mid-quarter-4", mid_quarter_4}}));
      },
      py::arg("property_class"), py::arg("convention"));
  m.def("macrs_building", &roi::macrs_building, py::arg("years"), py::arg("month"));
  m.def(
      "depreciation_schedule",
      [](const std::string& method, double cost, double salvage, int life, int start_month, double factor) {
        using enum roi::DepreciationMethod;
        const auto which = named<roi::DepreciationMethod>("depreciation_schedule", method,
                                                          {{"straight-line", straight_line},
                                                           {"sum-of-digits", sum_of_digits},
                                                           {"declining", declining},
                                                           {"declining-to-straight-line", declining_to_straight_line},
                                                           {"one-off", one_off}});
        return roi::depreciation_schedule(which, cost, salvage, life, start_month, factor);
      },
      py::arg("method"), py::arg("cost"), py::arg("salvage"), py::arg("life"), py::arg("start_month"),
      py::arg("factor"));
  m.def(
      "custom_schedule", [](double basis, const Doubles& shares) { return roi::custom_schedule(basis, span(shares)); },
      py::arg("basis"), py::arg("shares"));
  m.def(
      "units_schedule",
      [](double cost, double salvage, const Doubles& used) { return roi::units_schedule(cost, salvage, span(used)); },
      py::arg("cost"), py::arg("salvage"), py::arg("used"));
}

}  // namespace

void bind_finance(py::module_& m) {
  py::module_ finance =
      m.def_submodule("finance", "Finance functions; use them through libroi.finance and libroi.compat.");
  bind_diagnosis(finance);
  bind_rows(finance);
  bind_measures(finance);
  bind_calendar(finance);
  bind_depreciation(finance);
  bind_payments(finance);
  bind_quick_xirr(finance);
}
