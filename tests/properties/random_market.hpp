#pragma once
/// @file tests/properties/random_market.hpp: markets of any structure: lists of fleets and chips, job sizes, queues,
/// adoption, seasons, price response, competition, remote regions and the networks that lead there.
#include <algorithm>
#include <functional>
#include <random>
#include <string>

#include "libroi/center/center.hpp"

namespace roi::test {

class RandomMarkets {
 public:
  RandomMarkets(std::mt19937_64& random, std::function<Curve<double>()> curve)
      : random_(&random), curve_(std::move(curve)) {}

  /// Structure alone; a center has fleets.
  void structure(Center<double>& c) {
    for (int i = below(3); i > 0; --i) c.networks.append("network" + std::to_string(i)).price = curve_();
    for (int i = below(4); i > 0; --i) market(c, c.markets.append("market" + std::to_string(i)));
  }
  /// Numbers that rules tie to each other, once all are drawn; `ascend` puts the dates of a curve in order.
  static void tame(Center<double>& c, const std::function<void(Curve<double>&)>& ascend) {
    for (auto& [key, network] : c.networks) ascend(network.price);
    for (auto& [key, market] : c.markets) {
      ascend(market.price);
      ascend(market.demand);
      for (auto& [chip, entry] : market.runs_on)
        if (entry.adaptation)
          entry.adaptation->initial_efficiency = std::min(entry.adaptation->initial_efficiency, entry.efficiency);
      double shares = 0.0;
      for (const auto& [size_key, size] : market.jobs) shares += size.share;
      for (auto& [size_key, size] : market.jobs)
        size.share = shares > 0.0 ? size.share / shares : 1.0 / static_cast<double>(market.jobs.size());
      if (market.competition && market.competition->supply) ascend(*market.competition->supply);
      if (market.competition && market.competition->capture) ascend(*market.competition->capture);
      for (auto& [region, remote] : market.remote) ascend(remote.demand);
      if (market.price_response)
        market.price_response->reference_price = std::max(market.price_response->reference_price, 1e-3);
      if (market.reference) {
        Device<double>& device = *market.reference;
        device.idle_power = std::min(device.idle_power, device.busy_power);
        device.peak.fp8 = std::max(device.peak.fp8, 1e-3);
      }
    }
    for (auto& [key, fleet] : c.fleets) fleet.device.peak.fp8 = std::max(fleet.device.peak.fp8, 1e-3);
  }

 private:
  int below(int n) { return static_cast<int>((*random_)() % static_cast<std::uint64_t>(n)); }
  bool one_in(int n) { return below(n) == 0; }

  void market(Center<double>& c, Market<double>& market) {
    market.priority = one_in(2) ? 0 : below(3);
    market.price = curve_();
    market.demand = curve_();
    if (one_in(3)) market.fleet = c.fleets.key(static_cast<std::size_t>(below(static_cast<int>(c.fleets.size()))));
    else list(c, market);
    if (one_in(3)) market.job_cards = 1.0;
    else if (one_in(3))
      for (int i = 1 + below(3); i > 0; --i) market.jobs.append("size" + std::to_string(i));
    if (one_in(2)) market.queue.emplace();
    if (one_in(3)) market.adoption.emplace().shape = static_cast<AdoptionShape>(below(2));
    if (one_in(4)) market.season.emplace();
    if (one_in(2)) market.price_response.emplace();
    if (one_in(2)) {
      Competition<double>& others = market.competition.emplace();
      const int given = 1 + below(3);
      if (given & 1) others.supply = curve_();
      if (given & 2) others.capture = curve_();
    }
    for (int i = below(3); i > 0; --i) {
      RemoteDemand<double>& remote = market.remote.append("region" + std::to_string(i));
      remote.demand = curve_();
      if (!c.networks.empty() && !one_in(4))
        remote.network = c.networks.key(static_cast<std::size_t>(below(static_cast<int>(c.networks.size()))));
      if (one_in(2)) remote.latency_limit = 0.0;
    }
  }

  void list(Center<double>& c, Market<double>& market) {
    market.reference.emplace().name = "reference";
    market.precision = one_in(4) ? Precision::fp8 : Precision::fp16;
    market.paid_per = static_cast<PaidPer>(below(2));
    std::vector<std::string> fleets;
    const UnitOfSale unit = c.fleets[static_cast<std::size_t>(below(static_cast<int>(c.fleets.size())))].unit_of_sale;
    for (const auto& [key, fleet] : c.fleets)
      if (fleet.unit_of_sale == unit) fleets.push_back(key);
    std::shuffle(fleets.begin(), fleets.end(), *random_);
    const auto several = static_cast<std::size_t>(below(static_cast<int>(fleets.size()) + 1));
    for (std::size_t i = 0; i < several; ++i) entry(market, fleets[i]);
    if (market.runs_on.empty() || one_in(4)) entry(market, "nvidia-a100-sxm-80gb");
  }
  void entry(Market<double>& market, const std::string& key) {
    RunsOn<double>& entry = market.runs_on.append(key);
    if (one_in(2)) entry.ready = 0.0;
    if (one_in(3)) entry.adaptation.emplace();
  }

  std::mt19937_64* random_;
  std::function<Curve<double>()> curve_;
};

}  // namespace roi::test
