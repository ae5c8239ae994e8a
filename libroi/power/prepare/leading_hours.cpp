#include "libroi/power/prepare/leading_hours.hpp"

#include <algorithm>
#include <functional>
#include <tuple>
#include <utility>

namespace roi::power {
namespace {

/// Any part energised, any split of flat and shaped, plants off, half and on; `offset` makes a second grid.
template <class Visit>
void grid(bool plants, double offset, const Visit& visit) {
  for (const double part : {0.0, 0.5, 1.0})
    for (const double live : {0.3, 0.6, 1.0})
      for (int i = 0; i <= 12 && (part == 0.0 || plants); ++i)
        for (int j = 0; i + j <= 12; ++j)
          visit(LoadPoint{live, live * (i + offset) / 13.0, live * (j + offset) / 13.0, part});
}

LeadingHours::Hours not_beaten(LeadingHours::Hours hours) {
  const auto key = [](const PreparedHour& h) { return std::tuple(h.p, h.shape, h.e, h.q, h.c, h.plant); };
  const auto plants_beat = [](const PreparedHour& a, const PreparedHour& b) {
    return std::equal(a.plant.begin(), a.plant.end(), b.plant.begin(), std::greater_equal<>());
  };
  std::sort(hours.begin(), hours.end(), [&](const PreparedHour& a, const PreparedHour& b) { return key(a) > key(b); });
  LeadingHours::Hours front;
  for (const PreparedHour& h : hours) {
    const bool beaten = std::any_of(front.begin(), front.end(), [&](const PreparedHour& b) {
      return b.p >= h.p && b.shape >= h.shape && b.e >= h.e && b.q >= h.q && b.c >= h.c && plants_beat(b, h);
    });
    if (!beaten) front.push_back(h);
  }
  return front;
}

}  // namespace

double LeadingHours::power(const PreparedHour& h, const LoadPoint& at) const {
  const double x = at.flat + h.shape * at.shaped;
  double onsite = 0.0;
  for (std::size_t i = 0; i < plants_; ++i) onsite += h.plant[i];
  return at.live * h.e + x * (h.p + x * (h.q + x * h.c)) + at.plants * onsite / critical_;
}

std::size_t LeadingHours::best(const Hours& hours, const LoadPoint& at) const {
  std::size_t found = 0;
  double most = power(hours[0], at);
  for (std::size_t i = 1; i < hours.size(); ++i)
    if (const double own = power(hours[i], at); own > most) {
      most = own;
      found = i;
    }
  return found;
}

LeadingHours::Hours LeadingHours::of(Hours hours) {
  const Hours front = not_beaten(std::move(hours));
  if (front.size() <= most_) return front;
  std::vector<std::pair<int, std::size_t>> wins(front.size());
  for (std::size_t i = 0; i < front.size(); ++i) wins[i] = {0, i};
  grid(plants_ > 0, 0.0, [&](const LoadPoint& at) { --wins[best(front, at)].first; });
  std::sort(wins.begin(), wins.end());
  Hours kept;
  for (std::size_t i = 0; i < most_ && wins[i].first < 0; ++i) kept.push_back(front[wins[i].second]);
  grid(plants_ > 0, 0.5, [&](const LoadPoint& at) {
    const double full = power(front[best(front, at)], at);
    const double ours = power(kept[best(kept, at)], at);
    if (full > 0.0) error_ = std::max(error_, (full - ours) / full);
  });
  return kept;
}

std::vector<LeadingHours::Hours> LeadingHours::of_days(std::span<const Hours> days) {
  std::vector<Hours> fronts;
  for (const Hours& day : days)
    if (!day.empty()) fronts.push_back(not_beaten(day));
  if (fronts.empty()) return {};
  std::vector<LoadPoint> points{{1.0, 0.3, 0.4, 0.0}};  // the first set: of a hall at work
  for (const double offset : {0.0, 1.0 / 3.0, 2.0 / 3.0})
    grid(plants_ > 0, offset, [&](const LoadPoint& at) { points.push_back(at); });
  const auto peaks = [&](const LoadPoint& at) {
    double sum = 0.0;
    for (const Hours& front : fronts) sum += power(front[best(front, at)], at);
    return sum;
  };
  const auto sum_of = [&](const Hours& set, const LoadPoint& at) {
    double sum = 0.0;
    for (const PreparedHour& hour : set) sum += power(hour, at);
    return sum;
  };
  std::vector<double> full, reached(points.size(), 0.0);
  for (const LoadPoint& at : points) full.push_back(peaks(at));
  std::vector<Hours> kept;
  while (kept.size() < most_) {  // the set of the load at which those kept so far miss most
    std::size_t worst = 0;
    double missed = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double share = full[i] > 0.0 ? (full[i] - reached[i]) / full[i] : 0.0;
      if (share <= missed) continue;
      missed = share;
      worst = i;
    }
    if (missed < 1e-12 && !kept.empty()) break;
    Hours& set = kept.emplace_back();
    for (const Hours& front : fronts) set.push_back(front[best(front, points[worst])]);
    for (std::size_t i = 0; i < points.size(); ++i) reached[i] = std::max(reached[i], sum_of(set, points[i]));
  }
  for (const double offset : {1.0 / 6.0, 0.5, 5.0 / 6.0})
    grid(plants_ > 0, offset, [&](const LoadPoint& at) {
      double ours = 0.0;
      for (const Hours& set : kept) ours = std::max(ours, sum_of(set, at));
      if (const double all = peaks(at); all > 0.0) error_ = std::max(error_, (all - ours) / all);
    });
  return kept;
}

}  // namespace roi::power
