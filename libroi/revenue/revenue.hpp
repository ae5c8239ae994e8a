#pragma once
/// @file libroi/revenue/revenue.hpp: revenue of leasing, services and colocation, month by month, without VAT.
///
///   contract, market:  card-hours sold x price curve                                                       [money]
///   service:           share of the month in service x (per year / 12 + per sold hour x sold + share x leasing)
///   colocation:        kW leased x share of the month in the term x rent
///   pass-through:      share x metered energy x full-load PUE x mean energy price x price level; with an itemised
///                      power bill share x metered energy x energy price of a flat load
///
/// Curves are taken in month t (stage/curve_value.hpp). See docs/model.md section 4.
#include <string>
#include <vector>

#include "libroi/demand/inputs.hpp"
#include "libroi/power/inputs.hpp"
#include "libroi/revenue/inputs.hpp"
#include "libroi/stage/curve_value.hpp"

namespace roi {

struct PricedLines {
  Line revenue;
  CurveLines price;
};
struct ServiceLines {
  Line revenue;
  CurveLines per_year, per_sold_hour, share_of_leasing;
};
struct RevenueLines {
  std::vector<PricedLines> contracts, markets, colocation;
  std::vector<ServiceLines> services;
  std::vector<Line> pass_through;  // id -1 where the lease passes nothing through
  bool passes_through = false;
  Line leasing, total;
  Line mean_energy_price, full_load_pue;  // id -1 with an itemised power bill
};

template <class IndexOf>
RevenueLines declare_revenue(LineTable& lines, const Keyed<Contract<double>>& contracts,
                             const Keyed<Market<double>>& markets, const Keyed<Service<double>>& services,
                             const Keyed<Colocation<double>>& colocation, bool itemised_power,
                             const IndexOf& index_of) {
  RevenueLines out;
  const auto add = [&](const std::string& path, const std::string& label, Section section, const char* definition) {
    return lines.add({"revenue/" + path, label, "money", Kind::flow, section, definition});
  };
  const auto curve = [&](const std::string& path, const std::string& label, const char* unit, const Curve<double>& c) {
    return declare_curve(lines, "revenue/" + path, label, unit, c, index_of(c.index));
  };
  for (const auto& [key, contract] : contracts)
    out.contracts.push_back({add("contract/" + key, "Contract " + key, Section::revenue, "card-hours sold x price"),
                             curve("contract/" + key + "/price", key + ": price", "money/card-hour", contract.price)});
  for (const auto& [key, market] : markets)
    out.markets.push_back({add("market/" + key, "On demand " + key, Section::revenue, "card-hours sold x price"),
                           curve("market/" + key + "/price", key + ": price", "money/card-hour", market.price)});
  out.leasing = add("leasing", "Leasing", Section::none, "revenue of contracts and markets");
  for (const auto& [key, service] : services) {
    ServiceLines line{
        add("service/" + key, "Service " + key, Section::revenue, "sum of its drivers x amounts"), {}, {}, {}};
    const std::string path = "service/" + key;
    if (service.per_year) line.per_year = curve(path + "/per year", key + ": amount", "money/year", *service.per_year);
    if (service.per_sold_hour)
      line.per_sold_hour = curve(path + "/per sold hour", key + ": amount", "money/card-hour", *service.per_sold_hour);
    if (service.share_of_leasing)
      line.share_of_leasing = curve(path + "/share of leasing", key + ": share", "1", *service.share_of_leasing);
    out.services.push_back(line);
  }
  for (const auto& [key, lease] : colocation) {
    out.colocation.push_back({add("colocation/" + key, "Colocation " + key, Section::revenue, "kW leased x rent"),
                              curve("colocation/" + key + "/price", key + ": rent", "money/kW-month", lease.price)});
    const bool passes = lease.pass_through != 0.0;
    out.passes_through = out.passes_through || passes;
    out.pass_through.push_back(passes
                                   ? add("power pass-through/" + key, "Power passed through " + key, Section::revenue,
                                         itemised_power ? "metered energy x energy price of a flat load x share"
                                                        : "metered energy x full-load PUE x mean energy price x share")
                                   : Line{});
  }
  if (out.passes_through && !itemised_power) {
    out.mean_energy_price = lines.add({"revenue/mean energy price", "Mean energy price", "money/kWh", Kind::constant,
                                       Section::none, "energy prices weighted with the periods' shares"});
    out.full_load_pue = lines.add({"revenue/full-load pue", "Full-load PUE", "1", Kind::constant, Section::none,
                                   "1 + fixed + proportional + square losses"});
  }
  out.total = add("total", "Revenue", Section::none, "all revenue");
  return out;
}

template <class T, class Book>
class Revenue {
 public:
  Revenue(const RevenueLines& lines, const Keyed<Contract<T>>& contracts, const Keyed<Market<T>>& markets,
          const Keyed<Service<T>>& services, const Keyed<Colocation<T>>& colocation, const PowerInputs<T>& power,
          const IndexLevels<T, Book>& indices, const Clock<T>& clock, Book& book)
      : service(services.size()), lines_(&lines), services_(&services), colocation_(&colocation) {
    for (std::size_t c = 0; c < contracts.size(); ++c)
      contract_price_.emplace_back(lines.contracts[c].price, contracts[c].price, indices, book);
    for (std::size_t m = 0; m < markets.size(); ++m)
      market_price_.emplace_back(lines.markets[m].price, markets[m].price, indices, book);
    for (std::size_t j = 0; j < services.size(); ++j) {
      const Service<T>& in = services[j];
      service_term_.push_back(Interval<T>(in.start, T(clock.horizon())));
      if (in.per_year) amounts_.emplace_back(lines.services[j].per_year, *in.per_year, indices, book);
      if (in.per_sold_hour) amounts_.emplace_back(lines.services[j].per_sold_hour, *in.per_sold_hour, indices, book);
      if (in.share_of_leasing)
        amounts_.emplace_back(lines.services[j].share_of_leasing, *in.share_of_leasing, indices, book);
    }
    for (std::size_t k = 0; k < colocation.size(); ++k) {
      rent_.emplace_back(lines.colocation[k].price, colocation[k].price, indices, book);
      lease_term_.push_back(Interval<T>(colocation[k].start, colocation[k].end));
    }
    if (lines.mean_energy_price.id >= 0) {
      T mean(0.0);
      for (const auto& [key, period] : power.energy) mean = mean + period.share * period.price;
      mean_energy_price_ = book.constant(lines.mean_energy_price, mean);
      full_load_pue_ = book.constant(lines.full_load_pue,
                                     power.losses->fixed + power.losses->proportional + power.losses->square + 1.0);
    }
  }

  struct Volumes {
    const Few<T>& contract_sold;
    const Few<T>& market_sold;
    const T& sold;
    const Few<T>& colocation_it;  // kW
    const T& price_level;         // with an itemised power bill: price of a flat kWh of IT load [money/kWh]
  };

  void step(int t, const Clock<T>& clock, const Volumes& volumes, const IndexLevels<T, Book>& indices, Book& book) {
    T sum(0.0);
    for (std::size_t c = 0; c < contract_price_.size(); ++c)
      sum = sum + book(lines_->contracts[c].revenue, t,
                       volumes.contract_sold[c] * contract_price_[c].step(t, clock, indices, book));
    for (std::size_t m = 0; m < market_price_.size(); ++m)
      sum = sum + book(lines_->markets[m].revenue, t,
                       volumes.market_sold[m] * market_price_[m].step(t, clock, indices, book));
    const T leasing = book(lines_->leasing, t, sum);
    T all = leasing;
    std::size_t amount = 0;
    for (std::size_t j = 0; j < service.size(); ++j) {
      const Service<T>& in = (*services_)[j];
      T earned(0.0);
      if (in.per_year) earned = earned + amounts_[amount++].step(t, clock, indices, book) / 12.0;
      if (in.per_sold_hour) earned = earned + amounts_[amount++].step(t, clock, indices, book) * volumes.sold;
      if (in.share_of_leasing) earned = earned + amounts_[amount++].step(t, clock, indices, book) * leasing;
      service[j] = book(lines_->services[j].revenue, t, service_term_[j].part(earned, t, clock));
      all = all + service[j];
    }
    for (std::size_t k = 0; k < rent_.size(); ++k) {
      const Colocation<T>& lease = (*colocation_)[k];
      const T leased = lease_term_[k].part(lease.power, t, clock);
      all = all + book(lines_->colocation[k].revenue, t, leased * rent_[k].step(t, clock, indices, book));
      if (lines_->pass_through[k].id < 0) continue;
      T metered = volumes.colocation_it[k] * clock.hours(t);
      if (lines_->mean_energy_price.id >= 0) metered = metered * full_load_pue_;
      T billed = lease.pass_through * metered;
      if (lines_->mean_energy_price.id >= 0) billed = billed * mean_energy_price_;
      all = all + book(lines_->pass_through[k], t, billed * volumes.price_level);
    }
    total = book(lines_->total, t, all);
  }

  // The current month.
  Few<T> service;
  T total{0.0};

 private:
  const RevenueLines* lines_;
  const Keyed<Service<T>>* services_;
  const Keyed<Colocation<T>>* colocation_;
  Few<CurveValue<T, Book>, 4> contract_price_, market_price_, rent_;
  Few<CurveValue<T, Book>> amounts_;
  Few<Interval<T>> service_term_, lease_term_;
  T mean_energy_price_{0.0}, full_load_pue_{0.0};
};

}  // namespace roi
