#pragma once
/// @file libroi/capex/capex.hpp: all assets of the project: capital items and generations of cards.
///
///   item:        C = (amount + per kW x kW + per card x cards + per m2 x m2) x (1 + contingency)
///                D = max(in service, spend start + spend months, 0),  X = N - 1
///   generation g of a fleet:
///                D = max(delivered + g x refresh interval, 0),  X = min(D of the next generation, N - 1)
///                C = cards x price x (1 + price growth)^(D / 12) x (1 + contingency), paid over the lead before D;
///                servers and spares count with them (capacity/fleet_size.hpp); cards leased in are no assets
///
/// Totals add items in file order, then fleets in file order by generation. See docs/model.md section 6.
#include <string>
#include <vector>

#include "libroi/capacity/fleet_size.hpp"
#include "libroi/capex/asset.hpp"
#include "libroi/core/few.hpp"
#include "libroi/inputs/keyed.hpp"

namespace roi {

struct PlannedAsset {
  AssetLines lines;
  int item = -1;       // position among the capex items, or
  int fleet = -1;      // position among the fleets and
  int generation = 0;  // its generation
  int phase = -1;      // of an item; -1: all phases
  int asset_class = 0;
};
struct CapexLines {
  std::vector<PlannedAsset> assets;
  Line spend, depreciation, tax_depreciation, proceeds, book_written_off, tax_written_off, in_service;
  bool wants_in_service = false;  // somebody's cost follows the cost of the assets in service
};

inline CapexLines declare_capex(Declare& d, const Keyed<Phase<double>>& phases, const Keyed<Fleet<double>>& fleets,
                                const Keyed<CapexItem<double>>& items, const Keyed<AssetClass<double>>& classes) {
  CapexLines out;
  out.wants_in_service = d.needed(Shared::assets_in_service);
  for (std::size_t i = 0; i < items.size(); ++i) {
    PlannedAsset asset;
    asset.item = static_cast<int>(i);
    asset.phase = items[i].phase.empty() ? -1 : phases.index(items[i].phase);
    asset.asset_class = classes.index(items[i].asset_class);
    asset.lines = declare_asset(d, "capex/item/" + items.key(i), items.key(i), true);
    asset.lines.profile = items[i].profile;
    out.assets.push_back(asset);
  }
  for (std::size_t f = 0; f < fleets.size(); ++f)
    for (int g = 0; g <= fleets[f].refreshes && !fleets[f].leased_in; ++g) {
      PlannedAsset asset;
      asset.fleet = static_cast<int>(f);
      asset.generation = g;
      asset.asset_class = classes.index(fleets[f].asset_class);
      const std::string name = fleets.key(f) + "-" + std::to_string(g + 1);
      asset.lines = declare_asset(d, "capex/fleet/" + name, name, true);
      asset.lines.held_to_end = g == fleets[f].refreshes;
      out.assets.push_back(asset);
    }
  for (PlannedAsset& asset : out.assets)
    asset.lines.tax_method = classes[static_cast<std::size_t>(asset.asset_class)].tax_method;
  const auto add = [&](const char* name, const char* label, const char* definition, Kind kind = Kind::flow) {
    return d.line({std::string("capex/") + name, label, "money", kind, Section::none, definition});
  };
  out.spend = add("spend", "Capital spending", "spending of all assets, without interest and fees");
  out.depreciation = add("depreciation", "Depreciation of assets", "book depreciation of all assets");
  out.tax_depreciation = add("tax depreciation", "Tax depreciation of assets", "tax depreciation of all assets");
  out.proceeds = add("proceeds", "Sale proceeds", "sale proceeds of all assets");
  out.book_written_off = add("book written off", "Book value written off", "book value of the assets sold");
  out.tax_written_off = add("tax written off", "Tax value written off", "tax value of the assets sold");
  if (out.wants_in_service)
    out.in_service = add("in service cost", "Cost of assets in service", "cost of all assets in service", Kind::ratio);
  if (!d.proves())
    d.metric({Metric::capital_cost, "capital cost", "Capital cost", "money", Format::money,
              "capital spending over the life, without interest"});
  return out;
}

template <class T, class Book>
class Capex {
 public:
  struct Inputs {
    const Keyed<Phase<T>>& phases;
    const Keyed<Fleet<T>>& fleets;
    const Few<T>& cards;  // of the fleets
    const Keyed<CapexItem<T>>& items;
    const Keyed<AssetClass<T>>& classes;
  };

  Capex(const CapexLines& lines, const Inputs& in, const Setting<T, Book>& setting) : lines_(&lines) {
    for (const PlannedAsset& planned : lines.assets)
      assets_.emplace_back(
          planned.lines,
          planned.item >= 0 ? item_plan(planned, in, setting.clock) : fleet_plan(planned, in, setting.clock),
          in.classes[static_cast<std::size_t>(planned.asset_class)], setting.book);
  }

  void step(Now<T, Book>& now) {
    AssetMonth<T> sum;
    for (Asset<T, Book>& asset : assets_) asset.step(now.t, now.clock, now.book, sum);
    AssetMonth<T>& month = now.month.assets;
    month.spend = now(lines_->spend, sum.spend);
    month.depreciation = now(lines_->depreciation, sum.depreciation);
    month.tax_depreciation = now(lines_->tax_depreciation, sum.tax_depreciation);
    month.proceeds = now(lines_->proceeds, sum.proceeds);
    month.book_written_off = now(lines_->book_written_off, sum.book_written_off);
    month.tax_written_off = now(lines_->tax_written_off, sum.tax_written_off);
    if (!lines_->wants_in_service) return;
    T cost(0.0);
    for (const Asset<T, Book>& asset : assets_) cost = cost + asset.cost_in_service(now.t, now.clock);
    in_service = now(lines_->in_service, cost);
  }

  static void measure(const Months<T>& months, Measures<T, Book>& measures) {
    Sum<T> spend;
    for (const Month<T>& month : months) spend.add(month.assets.spend);
    measures.set(Metric::capital_cost, spend.value());
  }

  T in_service{0.0};  // cost of the assets in service in the current month, where somebody's cost follows it

 private:
  static AssetPlan<T> item_plan(const PlannedAsset& planned, const Inputs& in, const Clock<T>& clock) {
    const CapexItem<T>& item = in.items[static_cast<std::size_t>(planned.item)];
    T power(0.0), area(0.0), cards(0.0), cost(0.0);
    for (std::size_t p = 0; p < in.phases.size(); ++p) {
      if (planned.phase >= 0 && planned.phase != static_cast<int>(p)) continue;
      power = power + in.phases[p].critical_power;
      if (in.phases[p].floor_area) area = area + *in.phases[p].floor_area;
    }
    for (std::size_t f = 0; f < in.fleets.size(); ++f)
      if (adds_to(in.fleets[f], in.fleets[0])) cards = cards + in.cards[f];
    if (item.amount) cost = cost + *item.amount;
    if (item.per_kw) cost = cost + *item.per_kw * power;
    if (item.per_card) cost = cost + *item.per_card * cards;
    if (item.per_m2) cost = cost + *item.per_m2 * area;
    AssetPlan<T> plan;
    plan.in_service = max(max(item.in_service, item.spend_start + item.spend_months), 0.0);
    plan.exit = T(clock.last_start());
    plan.cost = bought(cost * (item.contingency + 1.0), plan.in_service, clock);
    plan.spend_start = item.spend_start;
    plan.spend_months = item.spend_months;
    return plan;
  }

  static AssetPlan<T> fleet_plan(const PlannedAsset& planned, const Inputs& in, const Clock<T>& clock) {
    const Fleet<T>& fleet = in.fleets[static_cast<std::size_t>(planned.fleet)];
    T start = fleet.delivered;
    for (int g = 0; g < planned.generation; ++g) start = start + fleet.refresh_interval;
    const T next = max(start + fleet.refresh_interval, 0.0);
    start = max(start, 0.0);
    AssetPlan<T> plan;
    plan.in_service = start;
    plan.exit = planned.lines.held_to_end ? T(clock.last_start()) : T(min(next, T(clock.last_start())));
    const T price = price_of(fleet) * pow(fleet.price_growth + 1.0, start / 12.0);
    const T number = paid_for(fleet, in.cards[static_cast<std::size_t>(planned.fleet)]);
    plan.cost = bought(number * price * (fleet.contingency + 1.0), start, clock);
    plan.spend_start = start - fleet.payment_lead;
    plan.spend_months = fleet.payment_lead;
    return plan;
  }

  static T bought(const T& cost, const T& in_service, const Clock<T>& clock) {
    return select(in_service < T(clock.last_start()), cost, T(0.0));
  }

  const CapexLines* lines_;
  Few<Asset<T, Book>, 16> assets_;
};

}  // namespace roi
