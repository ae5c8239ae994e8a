#pragma once
/// The stage of capacity alone: halls and fleets over some months of 720 hours.
#include <algorithm>
#include <optional>
#include <string>
#include <vector>

#include "libroi/capacity/capacity.hpp"
#include "tests/support/stage.hpp"

namespace roi::test {

/// A hall that holds everything, energised before the model, and one fleet in it.
struct Hall {
  explicit Hall(double cards = 100.0) {
    Phase<double> hall;
    hall.energised = -60.0;
    hall.critical_power = 1e6;
    phases.append("hall", hall);
    Fleet<double> fleet;
    fleet.phase = "hall";
    fleet.device.busy_power = 0.4;
    fleet.device.idle_power = 0.1;
    fleet.node_overhead = 0.5;  // 0.6 kW a busy card
    fleet.cards = cards;
    fleet.price = 1.0;
    fleet.delivered = 0.0;
    fleet.commissioning = 0.0;
    fleet.availability = 1.0;
    fleets.append("a", fleet);
  }
  [[nodiscard]] Fleet<double>& fleet() { return fleets[0]; }
  [[nodiscard]] Phase<double>& hall() { return phases[0]; }
  Keyed<Phase<double>> phases;
  Keyed<Fleet<double>> fleets;
};

/// The stage run over some months.
class CapacityRun {
 public:
  explicit CapacityRun(const Hall& of, int months = 6)
      : table_(names(of)),
        declared_(declare_capacity(table_.d, of.phases, of.fleets)),
        timeline_({2026, 1}, months, HourConvention::h720),
        book_(table_.lines, months),
        stage_(timeline_, book_, of.fleets.size()),
        capacity(declared_, of.phases, of.fleets, stage_.setting) {
    units.resize(declared_.units.size() * static_cast<std::size_t>(months));
    stage_.run([&](auto& now) {
      const auto first = static_cast<std::size_t>(now.t) * declared_.units.size();
      capacity.step(now, units.empty() ? nullptr : &units[first]);
    });
  }
  [[nodiscard]] bool has(const std::string& path) const { return table_.lines.find("capacity/" + path).id >= 0; }
  [[nodiscard]] double constant(const std::string& path) const { return book_.constant_of(line(path)); }
  [[nodiscard]] std::vector<double> row(const std::string& path) const {
    const auto values = book_.row(line(path));
    return {values.begin(), values.end()};
  }
  [[nodiscard]] double opening(const std::string& path) const { return book_.opening_of(line(path)); }
  [[nodiscard]] std::string unit(const std::string& path) const { return table_.lines[line(path)].unit; }
  [[nodiscard]] const Month<double>& month(int t) const { return stage_.months[static_cast<std::size_t>(t)]; }
  [[nodiscard]] const FleetHours<double>& fleets() const { return stage_.setting.fleets; }

 private:
  static Declare::Names names(const Hall& of) {
    Declare::Names out;
    for (const auto& [key, fleet] : of.fleets) {
      out.fleets.push_back(key);
      out.hour_units.emplace_back(hour_word(fleet.unit_of_sale));
    }
    return out;
  }
  [[nodiscard]] Line line(const std::string& path) const {
    const Line found = table_.lines.find("capacity/" + path);
    if (found.id < 0) throw DomainError("no line capacity/" + path);
    return found;
  }
  Table table_;
  CapacityLines declared_;
  Timeline timeline_;
  Ledger<double> book_;
  Stage<double, Ledger<double>> stage_;

 public:
  Capacity<double, Ledger<double>> capacity;
  UnitMonths<double> units;
};

}  // namespace roi::test
