/// @file bindings/python/power_bindings.cpp: the hourly power engines, as module libroi._libroi.power.
///
/// Objects hold the C++ values; the Python side (libroi/power.py) makes tables of them.
#include <pybind11/typing.h>

#include <cmath>
#include <limits>

#include "bindings/python/bindings.hpp"
#include "libroi/core/error.hpp"
#include "libroi/inputs/text/json_reading.hpp"
#include "libroi/power/hours/facility_json.hpp"
#include "libroi/power/hours/load_csv.hpp"
#include "libroi/power/hours/psychrometrics.hpp"
#include "libroi/power/prepare/onsite.hpp"
#include "libroi/power/prepare/reduction.hpp"
#include "libroi/power/storage/battery.hpp"
#include "libroi/power/storage/supply.hpp"
#include "libroi/power/tariff/bill.hpp"
#include "libroi/power/tariff/tariff_json.hpp"
#include "libroi/power/tariff/urdb.hpp"

namespace py = pybind11;
namespace rp = roi::power;

namespace {

using Table = py::typing::Dict<py::str, py::object>;  // column or field by name
using Tables = py::typing::List<Table>;
using Doubles = py::array_t<double, py::array::c_style | py::array::forcecast>;

std::vector<double> vector(const Doubles& a) { return {a.data(), a.data() + a.size()}; }
py::array_t<double> column(std::vector<double> v) {
  const std::size_t n = v.size();
  return roi::python::owned(std::move(v), n, 1).attr("reshape")(n).cast<py::array_t<double>>();
}

std::array<double, 12> twelve(const std::string& name, const Doubles& a) {
  std::array<double, 12> out{};
  if (a.size() == 1) {
    out.fill(a.data()[0]);
    return out;
  }
  if (a.size() != 12)
    throw roi::DomainError(name + ": number of values is " + std::to_string(a.size()) +
                           ", but must be 1 or 12, one per month");
  for (std::size_t m = 0; m < 12; ++m) out[m] = a.data()[m];
  return out;
}

/// A word as one of an enumeration's names, in order.
template <class E>
std::optional<E> one_of(const char* name, const std::optional<std::string>& word,
                        const std::vector<std::string>& words) {
  if (!word) return std::nullopt;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == *word) return static_cast<E>(i);
  }
  std::string text = std::string(name) + " is " + *word + ", but must be one of";
  for (const std::string& w : words) text += " " + w;
  throw roi::DomainError(text);
}

rp::UrdbOptions urdb_options(const std::optional<std::string>& basis, const std::optional<std::string>& ratchet,
                             const std::optional<std::string>& currency, const std::vector<double>& coincident) {
  std::vector<int> hours;
  for (std::size_t i = 0; i < coincident.size(); ++i) {
    const double hour = coincident[i];
    if (!(hour >= 0.0 && hour <= 8783.0 && hour == std::floor(hour)))
      throw roi::DomainError("coincident_hours: entry " + std::to_string(i + 1) + " is " + roi::to_text(hour) +
                             ", but must be a whole number in [0, 8783]");
    hours.push_back(static_cast<int>(hour));
  }
  return {one_of<rp::TierBasis>("tier_basis", basis, {"period", "all_pro_rata", "all_in_order"}),
          one_of<rp::TouRatchet>("tou_ratchet", ratchet, {"none", "own", "month"}), currency, hours};
}

Table items(const rp::Bill& bill) {
  const auto list = bill.items();
  std::vector<std::string> path, unit;
  std::vector<int> month;
  std::vector<double> quantity, price, amount;
  for (const auto& item : list) {
    path.push_back(item.path);
    unit.push_back(item.unit);
    month.push_back(item.month + 1);
    quantity.push_back(item.quantity);
    price.push_back(item.price);
    amount.push_back(item.amount);
  }
  Table out;
  out["path"] = path;
  out["month"] = month;
  out["quantity"] = quantity;
  out["unit"] = unit;
  out["price"] = price;
  out["amount"] = amount;
  return out;
}

Table hours(const rp::FacilityHours& h) {
  Table out;
  out["it_kw"] = column(h.it_kw);
  out["electrical_kw"] = column(h.electrical_kw);
  out["cooling_kw"] = column(h.cooling_kw);
  out["facility_kw"] = column(h.facility_kw);
  out["water_litres"] = column(h.water_litres);
  out["economiser_share"] = column(h.economiser_share);
  return out;
}

void bind_tariffs(py::module_& m) {
  py::class_<rp::YearClock>(m, "YearClock", "The year as meters see it; see libroi/power/hours/hours.hpp.")
      .def_static(
          "of_year",
          [](int year, std::vector<int> holidays, std::vector<int> working_days, int minutes) {
            return rp::YearClock::of_year(year, {std::move(holidays), std::move(working_days)}, minutes);
          },
          py::arg("year"), py::arg("holidays") = std::vector<int>{}, py::arg("working_days") = std::vector<int>{},
          py::arg("minutes") = 60)
      .def_static(
          "typical",
          [](int first_weekday, std::vector<int> holidays, int minutes) {
            return rp::YearClock::typical(first_weekday, {std::move(holidays), {}}, minutes);
          },
          py::arg("first_weekday") = 0, py::arg("holidays") = std::vector<int>{}, py::arg("minutes") = 60)
      .def_property_readonly("steps", &rp::YearClock::steps)
      .def_property_readonly("days", &rp::YearClock::days)
      .def_property_readonly("minutes", &rp::YearClock::minutes)
      .def_property_readonly("year", &rp::YearClock::year);
  py::class_<rp::Tariff>(m, "Tariff", "A tariff read from a file.")
      .def_readonly("name", &rp::Tariff::name)
      .def_readonly("currency", &rp::Tariff::currency)
      .def_readonly("price_date", &rp::Tariff::price_date)
      .def_readonly("source", &rp::Tariff::source)
      .def_readonly("as_of", &rp::Tariff::as_of)
      .def_readonly("status", &rp::Tariff::status)
      .def_readonly("notices", &rp::Tariff::notices,
                    "What the file holds that was not used, or was used after a change; a text each.")
      .def(
          "with_previous_year_peaks",
          [](rp::Tariff t, const Doubles& kw) {
            t.billing_demand.previous_year_peaks = twelve("previous_year_peaks_kw", kw);
            t.billing_demand.wrap_around = false;
            return t;
          },
          py::arg("kw"), "The same tariff with the peaks [kW] of the year before by month, for its ratchet.")
      .def("__repr__", [](const rp::Tariff& t) { return "<Tariff " + t.name + ">"; });
  m.def(
      "read_tariff",
      [](const std::string& path, const std::optional<std::string>& basis, const std::optional<std::string>& ratchet,
         const std::optional<std::string>& currency, const std::vector<double>& coincident) {
        const rp::UrdbOptions options = urdb_options(basis, ratchet, currency, coincident);
        return options.stated() ? rp::read_urdb(path, options) : rp::read_tariff(path);
      },
      py::arg("path"), py::arg("tier_basis") = py::none(), py::arg("tou_ratchet") = py::none(),
      py::arg("currency") = py::none(), py::arg("coincident_hours") = std::vector<double>(),
      "Tariff of a file in libroi's form or OpenEI's URDB form; the other arguments are for URDB.");
  m.def("parse_tariff", &rp::parse_tariff, py::arg("file"), py::arg("text"),
        "The same of a text; `file` names it in messages.");
  m.def(
      "parse_urdb",
      [](const std::string& file, const std::string& text, const std::optional<std::string>& basis,
         const std::optional<std::string>& ratchet, const std::optional<std::string>& currency,
         const std::vector<double>& coincident) {
        return rp::parse_urdb(file, text, urdb_options(basis, ratchet, currency, coincident));
      },
      py::arg("file"), py::arg("text"), py::arg("tier_basis") = py::none(), py::arg("tou_ratchet") = py::none(),
      py::arg("currency") = py::none(), py::arg("coincident_hours") = std::vector<double>());
  py::class_<rp::BillPlan>(m, "BillPlan", "A tariff laid out over a year.")
      .def(py::init<rp::Tariff, rp::YearClock>(), py::arg("tariff"), py::arg("clock"));
  py::class_<rp::Bill>(m, "Bill", "A year's bill.")
      .def("items", &items)
      .def_property_readonly("total", &rp::Bill::total)
      .def_property_readonly("energy_kwh", &rp::Bill::energy_kwh)
      .def_property_readonly("price_per_kwh", &rp::Bill::price_per_kwh)
      .def_property_readonly("month_energy", [](const rp::Bill& b) { return b.registers.month_energy; })
      .def_property_readonly("month_peak", [](const rp::Bill& b) { return b.registers.month_peak; })
      .def("month_total", &rp::Bill::month_total, py::arg("month"), "Month 0 to 11.")
      .def("total_of", &rp::Bill::total_of, py::arg("prefix"))
      .def_readonly("currency", &rp::Bill::currency);
  m.def(
      "make_bill",
      [](const rp::BillPlan& plan, const Doubles& kw, double power_factor, int months) {
        const auto load = vector(kw);
        py::gil_scoped_release release;
        return rp::make_bill(plan, load, {power_factor, months});
      },
      py::arg("plan"), py::arg("kw"), py::arg("power_factor") = 1.0, py::arg("months_since_contract") = 0);
  using Patient = py::call_guard<roi::python::PatientCall>;
  py::class_<rp::Load>(m, "Load", "A year's load of a text file; see libroi/power/hours/load_csv.hpp.")
      .def_property_readonly("kw", [](const rp::Load& load) { return column(load.kw); })
      .def_readonly("minutes", &rp::Load::minutes)
      .def_readonly("year", &rp::Load::year, "0 where no time stamps say it")
      .def_readonly("column", &rp::Load::column)
      .def_readonly("notices", &rp::Load::notices, "what was converted, moved or not used");
  m.def(
      "read_load",
      [](const std::string& path, std::optional<double> utc_offset) { return rp::read_load(path, {utc_offset}); },
      py::arg("path"), py::arg("utc_offset") = py::none(), Patient());
  m.def(
      "china_power_factor_table",
      [](double standard) {
        std::vector<std::pair<double, double>> out;
        for (const auto& step : rp::china_power_factor_table(standard)) out.emplace_back(step.from, step.adjustment);
        return out;
      },
      py::arg("standard"));
}

void bind_facility(py::module_& m) {
  py::class_<rp::Weather>(m, "Weather", "A year of hourly outdoor air.")
      .def_readonly("station", &rp::Weather::station)
      .def_readonly("latitude", &rp::Weather::latitude)
      .def_readonly("longitude", &rp::Weather::longitude)
      .def_readonly("elevation", &rp::Weather::elevation)
      .def_readonly("located", &rp::Weather::located)
      .def_readonly("time_zone", &rp::Weather::time_zone)
      .def_readonly("filled", &rp::Weather::filled, "hours that were missing and made up, by column")
      .def_readonly("notices", &rp::Weather::notices, "what was not used, or used after a change")
      .def_readonly("first_weekday", &rp::Weather::first_weekday)
      .def_property_readonly("hours", &rp::Weather::hours)
      .def("columns",
           [](const rp::Weather& w) {
             Table out;
             const auto measured = [&](const std::vector<double>& series) {  // NaN where the file has none
               const double none = std::numeric_limits<double>::quiet_NaN();
               return series.empty() ? std::vector<double>(w.hours(), none) : series;
             };
             out["dry_bulb_c"] = column(w.dry_bulb);
             out["dew_point_c"] = column(w.dew_point);
             out["rh"] = column(w.rh);
             out["pressure_pa"] = column(w.pressure);
             out["ghi_wh_m2"] = column(measured(w.ghi));
             out["dni_wh_m2"] = column(measured(w.dni));
             out["dhi_wh_m2"] = column(measured(w.dhi));
             out["wind_m_s"] = column(measured(w.wind));
             std::vector<double> wet;
             for (const rp::Air& a : rp::air_series(w)) wet.push_back(a.wet_bulb);
             out["wet_bulb_c"] = column(std::move(wet));
             return out;
           })
      .def("__repr__",
           [](const rp::Weather& w) { return "<Weather " + w.station + ", " + std::to_string(w.hours()) + " hours>"; });
  m.def("read_weather", &rp::read_weather, py::arg("path"), py::call_guard<roi::python::PatientCall>(),
        "EPW, TMY3, NSRDB, PVGIS or CSV file.");
  m.def("fitted_to_days", &rp::fitted_to_days, py::arg("weather"), py::arg("days"));
  m.def(
      "wet_bulb", [](double t, double rh, double p) { return rp::ashrae::wet_bulb(t, rh, p); }, py::arg("dry_bulb"),
      py::arg("rh"), py::arg("pressure") = 101325.0);
  py::class_<rp::FacilityDesign>(m, "Facility", "A facility read from a file.");
  m.def("read_facility", &rp::read_facility, py::arg("path"));
  m.def("parse_facility", &rp::parse_facility, py::arg("file"), py::arg("text"));
  m.def(
      "facility_hour",
      [](const rp::FacilityDesign& f, double t, double rh, double p, double it) {
        const rp::FacilityHour h = rp::facility_hour(f, rp::air_state(t, rh, p), it);
        Table out;
        out["it"] = h.it_kw;
        for (std::size_t i = 0; i < h.electrical.loss_kw.size(); ++i)
          out[("electrical/" + f.electrical.components[i].name).c_str()] = h.electrical.loss_kw[i];
        for (int i = 0; i < rp::kCoolingParts; ++i) {
          const auto part = static_cast<rp::CoolingPart>(i);
          out[("cooling/" + std::string(rp::name_of(part))).c_str()] = h.cooling.kw[static_cast<std::size_t>(i)];
        }
        Table all;
        all["parts_kw"] = out;
        all["facility_kw"] = h.facility_kw;
        all["water_kg_s"] = h.cooling.water_kg_s();
        all["economiser_share"] = h.cooling.economiser_share;
        return all;
      },
      py::arg("facility"), py::arg("dry_bulb"), py::arg("rh"), py::arg("pressure"), py::arg("it_kw"));
  py::class_<rp::FacilityYear>(m, "FacilityYear")
      .def(py::init<rp::FacilityDesign, rp::YearClock, const rp::Weather&>(), py::arg("facility"), py::arg("clock"),
           py::arg("weather"));
  m.def(
      "simulate",
      [](const rp::FacilityYear& year, const Doubles& activity) {
        const auto u = twelve("activity", activity);
        rp::FacilityHours h;
        {
          py::gil_scoped_release release;
          h = rp::simulate(year, u);
        }
        Table summary;
        summary["it_kwh"] = h.it_kwh;
        summary["facility_kwh"] = h.facility_kwh;
        summary["peak_kw"] = h.peak_kw;
        summary["water_m3"] = h.water_m3;
        summary["pue"] = h.pue;
        summary["wue"] = h.wue;
        summary["tue"] = h.tue;
        summary["month_pue"] = h.month_pue;
        return std::pair<Table, Table>(hours(h), summary);
      },
      py::arg("year"), py::arg("activity"));
  m.def("plausibility", &rp::plausibility, py::arg("system"), py::arg("zone"), py::arg("pue"), py::arg("wue"));
  py::class_<rp::ReducedYear>(m, "ReducedYear",
                              "A year reduced to monthly coefficients; see libroi/power/prepare/reduction.hpp.")
      .def(py::init<const rp::BillPlan&, const rp::FacilityYear&, const rp::BillOptions&, double>(), py::arg("plan"),
           py::arg("year"), py::arg("options") = rp::BillOptions{}, py::arg("tolerance") = 5e-4)
      .def_property_readonly("exact", &rp::ReducedYear::exact)
      .def_property_readonly("error_bound", &rp::ReducedYear::error_bound)
      .def(
          "month_costs",
          [](const rp::ReducedYear& r, const rp::BillPlan& plan, const Doubles& activity) {
            const auto u = twelve("activity", activity);
            return rp::month_costs<double>(plan, r, std::span<const double>(u));
          },
          py::arg("plan"), py::arg("activity"));
}

void bind_supply(py::module_& m) {
  py::class_<rp::Battery>(m, "Battery")
      .def(py::init([](double energy, double charge, double discharge, double in, double out, double least,
                       double initial, double wear) {
             rp::Battery b{energy, charge, discharge, in, out, least, initial, wear};
             rp::validate(b);
             return b;
           }),
           py::arg("energy_kwh"), py::arg("charge_kw"), py::arg("discharge_kw"), py::arg("charge_efficiency") = 0.95,
           py::arg("discharge_efficiency") = 0.95, py::arg("least_level") = 0.0, py::arg("initial_level") = 0.5,
           py::arg("wear_per_kwh") = 0.0);
  m.def(
      "dispatch",
      [](const rp::BillPlan& plan, const Doubles& kw, const rp::Battery& battery, double power_factor) {
        const auto load = vector(kw);
        py::gil_scoped_release release;
        const rp::Dispatch d = rp::dispatch(plan, load, battery, {power_factor, 0});
        py::gil_scoped_acquire acquire;
        Table out;
        out["charge_kw"] = column(d.charge_kw);
        out["discharge_kw"] = column(d.discharge_kw);
        out["level_kwh"] = column(d.level_kwh);
        out["grid_kw"] = column(d.grid_kw);
        Tables months;
        for (const auto& r : d.months) {
          Table month;
          month["cost"] = r.cost;
          month["lower_bound"] = r.lower_bound;
          month["cost_without"] = r.cost_without;
          month["programs"] = r.programs;
          months.append(month);
        }
        out["months"] = months;
        out["bill"] = d.bill;
        out["wear"] = d.wear;
        out["saving"] = d.saving;
        return out;
      },
      py::arg("plan"), py::arg("kw"), py::arg("battery"), py::arg("power_factor") = 1.0);
  m.def(
      "solar_profile",
      [](const rp::Weather& weather, double dc_kw, double tilt, double azimuth, double performance, double ac_kw) {
        rp::SolarArray a;
        a.dc_kw = dc_kw;
        a.tilt = tilt;
        a.azimuth = azimuth;
        a.performance = performance;
        a.ac_kw = ac_kw;
        return column(rp::solar_profile(a, weather));
      },
      py::arg("weather"), py::arg("dc_kw"), py::arg("tilt") = 30.0, py::arg("azimuth") = 180.0,
      py::arg("performance") = 0.86, py::arg("ac_kw") = 0.0);
  m.def(
      "onsite_hours",
      [](const std::string& path, const rp::FacilityYear& year, const rp::Weather& weather, const rp::Tariff& tariff,
         double power_factor) {
        const rp::OnsiteFile file = rp::parse_onsite(path, roi::inputs::file_text(path));
        std::vector<rp::PlantHours> plants;
        {
          py::gil_scoped_release release;
          plants = rp::hours_of_plants(file, year, weather, tariff, power_factor);
        }
        Table hours, kinds;
        for (const rp::PlantHours& plant : plants) {
          hours[plant.key.c_str()] = column(plant.kw);
          kinds[plant.key.c_str()] = plant.kind;
        }
        return std::pair<Table, Table>(hours, kinds);
      },
      py::arg("path"), py::arg("year"), py::arg("weather"), py::arg("tariff"), py::arg("power_factor") = 1.0);
  m.def(
      "matched_share",
      [](const Doubles& load, const Doubles& green) { return rp::matched_share(vector(load), vector(green)); },
      py::arg("load"), py::arg("green"));
  m.def(
      "settle_ppa",
      [](const rp::YearClock& clock, const std::string& kind, const Doubles& load, const Doubles& generation,
         const Doubles& market, double strike, double growth, double premium, double take_or_pay, double years) {
        const std::vector<std::string> names{"fixed", "indexed", "market_plus", "difference"};
        rp::Ppa ppa;
        std::size_t k = 0;
        while (k < names.size() && names[k] != kind) ++k;
        if (k == names.size())
          throw roi::DomainError("settle_ppa: kind is " + kind +
                                 ", but must be fixed, indexed, market_plus or difference");
        ppa = {"ppa", static_cast<rp::PpaKind>(k), strike, growth, premium, take_or_pay};
        const rp::PpaYear out = rp::settle(clock, ppa, vector(load), vector(generation), vector(market), years);
        Tables months;
        for (const auto& p : out.months) {
          Table d;
          d["delivered_kwh"] = p.delivered_kwh;
          d["surplus_kwh"] = p.surplus_kwh;
          d["shortfall_kwh"] = p.shortfall_kwh;
          d["payment"] = p.payment;
          d["market"] = p.market;
          months.append(d);
        }
        return std::tuple<Tables, double, double>(months, out.matched_share, out.cost());
      },
      py::arg("clock"), py::arg("kind"), py::arg("load"), py::arg("generation"), py::arg("market"),
      py::arg("strike") = 0.0, py::arg("growth") = 0.0, py::arg("premium") = 0.0, py::arg("take_or_pay") = 0.0,
      py::arg("years") = 0.0);
}

}  // namespace

void bind_power(py::module_& parent) {
  py::module_ m = parent.def_submodule("power", "Hourly power, tariffs and bills; use it through `libroi.power`.");
  py::class_<rp::BillOptions>(m, "BillOptions")
      .def(py::init([](double power_factor, int months) {
             return rp::BillOptions{power_factor, months};
           }),
           py::arg("power_factor") = 1.0, py::arg("months_since_contract") = 0);
  bind_tariffs(m);
  bind_facility(m);
  bind_supply(m);
}
