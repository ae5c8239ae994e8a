#include "libroi/queueing/exact.hpp"

#include <algorithm>
#include <cmath>
#include <string>

#include "libroi/core/interrupt.hpp"
#include "libroi/queueing/erlang_loss.hpp"

namespace roi {

namespace {

constexpr double kMostServers = 1e7, kMostCards = 1e6, kMostLoad = 1e100;

void require_queue(const char* where, double servers, double load) {
  require(servers >= 0.0 && servers <= kMostServers, where, "servers", servers, "must be in [0, 1e7]");
  require(load >= 0.0 && std::isfinite(load), where, "load", load, "must be >= 0 [servers] and finite");
}

void require_service(const char* where, double service_time) {
  require(service_time > 0.0 && std::isfinite(service_time), where, "service_time", service_time,
          "must be > 0 and finite");
}

/// B(f, a) for 0 < f < 1: a^f / integral of e^-t (a + t)^f, by the trapezoidal rule in u = ln t, whose error is e^-39.
double fraction_of_a_server(double f, double load) {
  constexpr double kStep = 0.25;
  constexpr int kFirst = -160, kLast = 16;  // steps: u from -40 to 4
  double integral = 0.0;
  for (int step = kFirst; step <= kLast; ++step) {
    const double u = kStep * step;
    const double t = roi::exp(u);
    integral += roi::exp(u - t) * roi::pow(load + t, f);
  }
  return roi::pow(load, f) / (integral * kStep);
}

double erlang_b_of(double servers, double load) {
  if (load == 0.0) return 0.0;
  const double whole = std::floor(servers), fraction = servers - whole;
  double loss = fraction > 0.0 ? fraction_of_a_server(fraction, load) : 1.0;
  for (int k = 1; k <= static_cast<int>(whole); ++k) loss = load * loss / (fraction + k + load * loss);
  return loss;
}

double erlang_c_of(double servers, double load) {
  if (load >= servers) return 1.0;
  const double loss = erlang_b_of(servers, load);
  return loss / (1.0 - load / servers * (1.0 - loss));
}

std::string numbered(const char* name, std::size_t k) { return std::string(name) + "[" + std::to_string(k) + "]"; }

}  // namespace

double erlang_b(double servers, double load) {
  require_queue("erlang_b", servers, load);
  return erlang_b_of(servers, load);
}

double erlang_c(double servers, double load) {
  require_queue("erlang_c", servers, load);
  return erlang_c_of(servers, load);
}

double mean_wait(double servers, double load, double service_time) {
  require_queue("mean_wait", servers, load);
  require_service("mean_wait", service_time);
  require(load < servers, "mean_wait", "load", load,
          "must be < servers (" + to_text(servers) + "): otherwise the queue grows without end");
  return erlang_c_of(servers, load) * service_time / (servers - load);
}

double waits_longer_than(double servers, double load, double patience, double service_time) {
  require_queue("waits_longer_than", servers, load);
  require_service("waits_longer_than", service_time);
  require(patience >= 0.0, "waits_longer_than", "patience", patience, "must be >= 0");
  if (load >= servers) return 1.0;
  return erlang_c_of(servers, load) * roi::exp(-(servers - load) * patience / service_time);
}

double allen_cunneen(double arrival_variation, double service_variation) {
  for (const auto& [name, x] :
       {std::pair{"arrival_variation", arrival_variation}, {"service_variation", service_variation}})
    require(x >= 0.0 && std::isfinite(x), "allen_cunneen", name, x, "must be >= 0 and finite");
  return 0.5 * (arrival_variation * arrival_variation + service_variation * service_variation);
}

PoolOfJobs kaufman_roberts(double cards, std::span<const JobClass> classes) {
  constexpr const char* kWhere = "kaufman_roberts";
  constexpr double kLargest = 0x1p500;
  require(cards >= 0.0 && cards <= kMostCards && cards == std::floor(cards), kWhere, "cards", cards,
          "must be a whole number in [0, 1e6]");
  double offered = 0.0;
  for (std::size_t k = 0; k < classes.size(); ++k) {
    const auto& [size, load] = classes[k];
    require(size >= 1.0 && size == std::floor(size) && std::isfinite(size), kWhere, numbered("job_cards", k), size,
            "must be a whole number >= 1");
    require(load >= 0.0 && load <= kMostLoad, kWhere, numbered("load", k), load, "must be in [0, 1e100] [cards]");
    offered += load;
  }
  const auto count = static_cast<std::size_t>(cards);
  std::vector<double> q(count + 1, 0.0);  // up to a common factor
  q[0] = 1.0;
  for (std::size_t j = 1; j <= count; ++j) {
    if (j % 4096 == 0) may_stop();
    double sum = 0.0;
    for (const auto& [size, load] : classes)
      if (size <= static_cast<double>(j)) sum += load * q[j - static_cast<std::size_t>(size)];
    q[j] = sum / static_cast<double>(j);
    if (q[j] > kLargest)
      for (std::size_t i = 0; i <= j; ++i) q[i] *= 1.0 / kLargest;
  }
  double total = 0.0, taken = 0.0;
  for (std::size_t j = 0; j <= count; ++j) {
    total += q[j];
    taken += static_cast<double>(j) * q[j];
  }
  PoolOfJobs out{};
  double lost = 0.0, size_of_load = 0.0;
  for (const auto& [size, load] : classes) {
    double blocked = 0.0;  // fewer than `size` cards free
    const auto first = size > cards ? 0 : count + 1 - static_cast<std::size_t>(size);
    for (std::size_t j = first; j <= count; ++j) blocked += q[j];
    out.blocking.push_back(std::min(blocked / total, 1.0));
    lost += load * out.blocking.back();
    size_of_load += load * size;
  }
  if (offered > 0.0) {
    out.lost_share = lost / offered;
    out.closed_form = hayward_loss(QueueConstants<double>(), cards, offered, size_of_load / offered);
  }
  out.carried = taken / total;
  if (cards > 0.0) out.utilization = out.carried / cards;
  return out;
}

}  // namespace roi
