// Demand that cannot be served, and fleets that nobody uses.
#include <algorithm>
#include <array>

#include "libroi/audit/review/review.hpp"
#include "libroi/demand/idle_lines.hpp"
#include "libroi/demand/work_on_fleet.hpp"
#include "libroi/queueing/closed_form.hpp"

namespace roi::audit {
namespace {

constexpr double kSlack = 1e-9;
constexpr double kLargestQueueError = 0.01;  // of the share lost
constexpr double kMostlyIdle = 0.5;          // of the hours delivered

/// A fleet's usable cards, nodes, cores or vCPUs.
double pool_of(const Review& review, const std::string& key) {
  return review.constant("capacity/fleet/" + key + "/usable cards") *
         review.center.fleets.at(key).units_per_card.value_or(1.0);
}

/// The fleets that a market can run on.
std::vector<std::string> fleets_of(const Review& review, const Market<double>& market) {
  std::vector<std::string> keys, chips, out;
  for (const auto& [key, fleet] : review.center.fleets) {
    keys.push_back(key);
    chips.push_back(fleet.device.chip);
  }
  for (const ListedFleet& at : listed_fleets(market, keys, chips))
    out.push_back(keys[static_cast<std::size_t>(at.fleet)]);
  return out;
}

template <class Names>
std::string joined(const Names& names) {
  std::string out;
  for (const std::string& name : names) out += (out.empty() ? "" : ", ") + name;
  return out;
}

/// Sizes of a market's jobs by the path that states them.
std::vector<std::pair<std::string, double>> jobs_of(const std::string& path, const Market<double>& market) {
  std::vector<std::pair<std::string, double>> out;
  if (market.job_cards) out.emplace_back(path + ".job_cards", *market.job_cards);
  for (const auto& [key, size] : market.jobs)
    if (size.share > 0.0) out.emplace_back(path + ".jobs." + key + ".cards", size.cards);
  return out;
}

void regions(Review& review, const std::string& path, const Market<double>& market) {
  for (const auto& [key, region] : market.remote) {
    const auto raise = [&, at = path + ".remote." + key](const std::string& value, const std::string& reason) {
      review.raise("region-unreachable", at, value, reason);
    };
    if (region.network.empty()) {
      raise("no network", "nothing of its demand is served");
      continue;
    }
    const Network<double>& network = review.center.networks.at(region.network);
    if (region.latency_limit && network.latency > *region.latency_limit)
      raise(region.network, "the network takes " + short_number(network.latency) +
                                " ms there and back, the work allows " + short_number(*region.latency_limit) + " ms");
    else if (network.ready >= review.months())
      raise(region.network, "the network is ready on " + review.date(network.ready) + ", after the model ends in " +
                                review.month(review.months() - 1));
  }
}

void chips(Review& review, const std::string& path, const Market<double>& market,
           const std::vector<std::string>& fleets) {
  if (!fleets.empty()) return;
  std::vector<std::string> named;
  for (const auto& [key, entry] : market.runs_on) named.push_back(key);
  review.raise("market-runs-nowhere", path + ".runs_on", joined(named),
               "no fleet of the center has one of these chips: nothing of its demand is served");
}

void jobs(Review& review, const std::string& path, const Market<double>& market,
          const std::vector<std::string>& fleets) {
  double largest = 0.0;
  std::string where;
  for (const std::string& key : fleets)
    if (const double pool = pool_of(review, key); where.empty() || pool > largest) {
      largest = pool;
      where = key;
    }
  if (where.empty()) return;
  const std::string units = std::string(" ") + counted_word(review.center.fleets.at(where).unit_of_sale) + "s";
  for (const auto& [at, cards] : jobs_of(path, market))
    if (cards > largest * (1.0 + kSlack))
      review.raise("job-larger-than-pool", at, short_number(cards) + units,
                   "the largest pool of its list, " + where + ", has " + short_number(largest) +
                       ": its jobs are served in proportion only");
}

/// The largest job that queues for a fleet, as far as the fleet can hold it.
void queue_errors(Review& review) {
  for (const auto& [key, fleet] : review.center.fleets) {
    const double pool = pool_of(review, key);
    double largest = 0.0;
    for (const auto& [name, market] : review.center.markets) {
      if (!market.queue) continue;
      const std::vector<std::string> fleets = fleets_of(review, market);
      if (std::find(fleets.begin(), fleets.end(), key) == fleets.end()) continue;
      const auto sizes = jobs_of(name, market);
      if (sizes.empty()) largest = std::max(largest, 1.0);
      for (const auto& size : sizes) largest = std::max(largest, std::min(size.second, pool));
    }
    if (!(largest > 0.0) || !(pool > 0.0)) continue;
    if (const double error = closed_form_error(pool, largest); error > kLargestQueueError)
      review.raise("queue-error-large", "fleets." + key, percent(error),
                   "the share lost in its queue may be wrong by so much: its largest job holds " +
                       short_number(largest) + " of " + short_number(pool) + " " + counted_word(fleet.unit_of_sale) +
                       "s");
  }
}

/// First month of the last calendar year that the model has whole; below 0 where there is none.
int last_full_year(const Review& review) {
  const int end = review.center.start.month - 1 + review.months();
  const int first = end / 12 * 12 - 12 - (review.center.start.month - 1);
  return first;
}

void idle(Review& review) {
  const int first = last_full_year(review);
  if (first < 0) return;
  const auto sum = [&](const std::string& path) {
    const auto row = review.row(path);
    double out = 0.0;
    if (!row.empty())
      for (int t = first; t < first + 12; ++t) out += row[static_cast<std::size_t>(t)];
    return out;
  };
  for (const auto& [key, fleet] : review.center.fleets) {
    const double delivered = sum("sales/fleet/" + key + "/delivered hours"), hours = sum("idle/" + key + "/idle");
    if (!(hours > kMostlyIdle * delivered * (1.0 + kSlack))) continue;
    double most = 0.0;
    const char* cause = "";
    for (const CauseInfo& info : kCauseInfos)
      if (const double x = sum("idle/" + key + "/" + info.name); x > most) {
        most = x;
        cause = info.label;
      }
    review.raise("mostly-idle", "fleets." + key, percent(hours / delivered),
                 std::string("of its ") + hour_word(fleet.unit_of_sale) + "s delivered in " +
                     review.month(first).substr(0, 4) + " stand idle; first cause: " + cause + ", " +
                     percent(most / delivered));
  }
}

}  // namespace

void review_markets(Review& review) {
  for (const auto& [key, market] : review.center.markets) {
    const std::string path = "markets." + key;
    const std::vector<std::string> fleets = fleets_of(review, market);
    regions(review, path, market);
    chips(review, path, market, fleets);
    jobs(review, path, market, fleets);
  }
  queue_errors(review);
  idle(review);
}

}  // namespace roi::audit
