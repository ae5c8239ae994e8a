#pragma once
/// @file libroi/stage/declare.hpp: how a stage declares what it books: lines, entries of a section, curves, metrics, checks.
///
///   const Line hours = d.line({"sales/sold", "Card-hours sold", "card-hour", Kind::flow, Section::none, "definition"});
///   const Entry<Section::revenue> rent = d.entry<Section::revenue>("revenue/heat/a", "Heat a", "MWh x price");
///   const auto one = d.of("heat/a", "a");  one.line("delivered", "heat delivered", "kWh", Kind::flow, "definition");
///   const CurveLines price = d.curve("revenue/heat/a/price", "a: price", "money/MWh", inputs.price);
///   const int fleet = d.fleet(inputs.fleet);                                // position among the fleets
///   d.hour_unit(fleet);  d.price_unit(fleet);                               // "vCPU-hour", "money/vCPU-hour"
///   d.metric({Metric::own, "heat/share", "Heat sold", "1", Format::percent, "definition"});
///   const Line check = d.check({"H6", "cash", "cash of both statements", "money", Kind::ratio, "definition"});
///
/// A stage's lines are declared once for a model's structure and shared by all evaluations, on every scalar.
/// References between inputs have been checked before (inputs/checking/references.hpp).
/// Errors: StructureError for a path or metric declared twice.
#include <array>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "libroi/stage/curve_value.hpp"
#include "libroi/stage/metric.hpp"

namespace roi {

/// Handle of a line that belongs to a section of the statements; only `post` takes it, so that a line cannot be declared
/// in one section and added to another.
template <Section S>
struct Entry {
  Line line;
  [[nodiscard]] bool exists() const noexcept { return line.id >= 0; }
};

/// What an integrity check is, and how large its residual may be: 1e-9 of its scale.
struct CheckInfo {
  const char* id;    // "H1"
  std::string name;  // below check/
  const char* text;  // what holds
  std::string unit;  // "money", or hours of a unit of sale
  Kind kind;
  const char* definition;
  const char* scale_too = "";  // path of a further scale
  Line scale{};                // where it is not that of money or of the headline's hours
};

/// Constants whose 1e-9th part is the tolerance of the checks.
struct ScaleLines {
  Line money, hours;
};

/// What a stage works out only where another asks for it; whoever asks is declared before.
enum class Shared { passed_on_energy, assets_in_service, count };

/// All metrics of a model: what they are, and their lines in the ledger, by Metric.
struct MetricTable {
  std::vector<MetricInfo> infos;
  std::vector<Line> lines;
};

class Declare {
 public:
  struct Names {
    std::vector<std::string> indices, fleets;
    std::vector<std::string> hour_units{};  // of the fleets' hours; card-hours where left out
    std::vector<std::string> chips{};       // of the fleets' devices; none where left out
    std::vector<bool> decays{};             // fleets whose cards lose performance
  };
  Declare(LineTable& lines, MetricTable& metrics, Names names)
      : lines_(&lines), metrics_(&metrics), names_(std::move(names)) {
    metrics.infos.resize(kStandardMetrics);
    names_.hour_units.resize(names_.fleets.size(), "card-hour");
    for (const std::string& unit : names_.hour_units)
      if (place(hour_units_, unit) < 0) hour_units_.push_back(unit);
    if (hour_units_.empty()) hour_units_.emplace_back("card-hour");
  }

  [[nodiscard]] LineTable& lines() noexcept { return *lines_; }
  Line line(LineInfo info) { return lines_->add(std::move(info)); }
  /// Lines of one entry of a keyed group: path "<path>/<name>", label "<key>: <text>".
  class Of {
   public:
    Of(Declare& d, std::string path, std::string key) : d_(&d), path_(std::move(path)), key_(std::move(key)) {}
    Line line(const char* name, const std::string& text, std::string unit, Kind kind, std::string definition) const {
      return d_->line(
          {path_ + "/" + name, key_ + ": " + text, std::move(unit), kind, Section::none, std::move(definition)});
    }
    CurveLines curve(const char* name, const char* text, const std::string& unit, const Curve<double>& curve) const {
      return d_->curve(path_ + "/" + name, key_ + ": " + text, unit, curve);
    }

   private:
    Declare* d_;
    std::string path_, key_;
  };
  [[nodiscard]] Of of(std::string path, std::string key) { return {*this, std::move(path), std::move(key)}; }

  /// A monthly amount of money in a section of the statements.
  template <Section S>
  Entry<S> entry(std::string path, std::string label, std::string definition, Kind kind = Kind::flow) {
    return {lines_->add({std::move(path), std::move(label), "money", kind, S, std::move(definition)})};
  }
  CurveLines curve(const std::string& path, const std::string& label, const std::string& unit,
                   const Curve<double>& curve) {
    return declare_curve(*lines_, path, label, unit, curve, index(curve.index));
  }
  /// Position of an index among the model's, -1 for an empty name.
  [[nodiscard]] int index(std::string_view name) const { return place(names_.indices, name); }
  /// Position of a fleet among the model's.
  [[nodiscard]] int fleet(std::string_view name) const { return place(names_.fleets, name); }
  [[nodiscard]] const std::vector<std::string>& fleets() const noexcept { return names_.fleets; }
  /// The chip of each fleet, as markets may name it.
  [[nodiscard]] const std::vector<std::string>& chips() const noexcept { return names_.chips; }
  [[nodiscard]] bool decays(int fleet) const {
    return static_cast<std::size_t>(fleet) < names_.decays.size() && names_.decays[static_cast<std::size_t>(fleet)];
  }

  /// What a fleet's hours are hours of: "card-hour", "vCPU-hour".
  [[nodiscard]] std::string hour_unit(int fleet) const {
    const auto f = static_cast<std::size_t>(fleet);
    return f < names_.hour_units.size() ? names_.hour_units[f] : hour_units_.front();
  }
  /// What is sold by the hour: "card", "vCPU".
  [[nodiscard]] std::string counted(int fleet) const { return counted(hour_unit(fleet)); }
  [[nodiscard]] static std::string counted(const std::string& unit) { return unit.substr(0, unit.find('-')); }
  /// "money/vCPU-hour".
  [[nodiscard]] std::string price_unit(int fleet) const { return "money/" + hour_unit(fleet); }
  /// The units of sale of all fleets, each once; the first is the headline's. Hours of two units never add.
  [[nodiscard]] const std::vector<std::string>& hour_units() const noexcept { return hour_units_; }
  [[nodiscard]] bool several_units() const noexcept { return hour_units_.size() > 1; }
  /// Position of a fleet's unit among them.
  [[nodiscard]] int unit(int fleet) const { return place(hour_units_, hour_unit(fleet)); }

  void need(Shared what) { needed_[static_cast<std::size_t>(what)] = true; }
  [[nodiscard]] bool needed(Shared what) const { return needed_[static_cast<std::size_t>(what)]; }

  /// A second declaration of the same lines, for the proof of a solved quantity: it has no metrics and no checks.
  [[nodiscard]] bool proves() const noexcept { return proves_; }
  void begin_proof(std::string prefix) {
    proves_ = true;
    lines_->set_prefix(std::move(prefix));
  }
  void end_proof() {
    proves_ = false;
    lines_->set_prefix("");
  }

  /// Returns under which name the metric is set.
  Metric metric(MetricInfo info) {
    if (proves_) return info.id;
    if (info.id == Metric::own) {
      info.id = static_cast<Metric>(metrics_->infos.size());
      metrics_->infos.emplace_back();
    }
    MetricInfo& place = metrics_->infos[static_cast<std::size_t>(info.id)];
    if (!place.path.empty()) throw StructureError("metric '" + info.path + "' is declared twice");
    place = std::move(info);
    return place.id;
  }
  /// The metrics' lines stand together, in the order of results.
  void add_metric_lines() {
    for (const MetricInfo& info : metrics_->infos)
      metrics_->lines.push_back(lines_->add({"metric/" + info.path, info.label, info.unit, Kind::constant,
                                             Section::metric, info.definition, info.undefined_reason}));
  }

  Line check(const CheckInfo& info) {
    const ScaleLines& scale = scales();
    LineInfo line{"check/" + info.name, std::string(info.id) + " " + info.text, info.unit, info.kind, Section::check,
                  info.definition};
    line.scale = info.scale.id >= 0 ? info.scale.id : info.unit == "money" ? scale.money.id : scale.hours.id;
    line.scale_too = info.scale_too;
    line.check = info.id;
    return lines_->add(std::move(line));
  }
  const ScaleLines& scales() {
    if (scales_.money.id < 0) {
      scales_.money = line({"check/scale of money", "Scale of money", "money", Kind::constant, Section::none,
                            "greatest total assets, revenue, operating cost or capital spending of any month"});
      scales_.hours =
          line({"check/largest available hours", "Largest available hours", hour_units_.front(), Kind::constant,
                Section::none, "greatest " + hour_units_.front() + "s available in any month"});
    }
    return scales_;
  }

 private:
  static int place(const std::vector<std::string>& names, std::string_view name) {
    for (std::size_t i = 0; i < names.size(); ++i)
      if (names[i] == name) return static_cast<int>(i);
    return -1;
  }
  LineTable* lines_;
  MetricTable* metrics_;
  Names names_;
  std::vector<std::string> hour_units_;
  ScaleLines scales_;
  std::array<bool, static_cast<std::size_t>(Shared::count)> needed_{};
  bool proves_ = false;
};

}  // namespace roi
