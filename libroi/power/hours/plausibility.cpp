#include <array>

#include "libroi/core/error.hpp"
#include "libroi/power/hours/facility_hours.hpp"

namespace roi::power {
namespace {

struct ZoneRow {
  const char* zone;
  std::array<std::array<double, 4>, 10> range;  // PUE low, high, WUE low, high of each system
};

constexpr std::array<const char*, 10> kSystems{"large-airside-adiabatic-water-cooled",
                                               "large-waterside-economiser",
                                               "mid-airside-water-cooled",
                                               "mid-waterside-economiser",
                                               "mid-water-cooled-chiller",
                                               "mid-airside-air-cooled",
                                               "mid-air-cooled-chiller",
                                               "small-water-cooled-chiller",
                                               "small-air-cooled-chiller",
                                               "small-dx"};

// Lei & Masanet, RCR 182:106323 (2022), authors' data file: 5th and 95th percentile, L/kWh of IT energy.
constexpr std::array<ZoneRow, 15> kZones{{
    {"1A",
     {{{1.17, 1.34, 0.77, 2.36},
       {1.11, 1.29, 1.76, 2.63},
       {1.47, 1.76, 1.6, 2.88},
       {1.3, 1.64, 2.03, 3.02},
       {1.5, 1.79, 2.51, 3.74},
       {1.62, 2.25, 0.02, 0.07},
       {1.73, 2.45, 0.02, 0.1},
       {1.71, 2.08, 2.85, 4.29},
       {1.94, 2.69, 0.03, 0.1},
       {1.99, 2.52, 0.03, 0.1}}}},
    {"2A",
     {{{1.17, 1.31, 0.8, 1.8},
       {1.1, 1.25, 1.75, 2.62},
       {1.44, 1.71, 1.53, 2.45},
       {1.29, 1.59, 2.02, 3.01},
       {1.49, 1.78, 2.48, 3.69},
       {1.58, 2.02, 0.02, 0.06},
       {1.65, 2.25, 0.02, 0.1},
       {1.69, 2.05, 2.8, 4.22},
       {1.86, 2.45, 0.03, 0.1},
       {1.95, 2.45, 0.03, 0.1}}}},
    {"2B",
     {{{1.13, 1.25, 0.47, 1.12},
       {1.08, 1.2, 1.75, 2.62},
       {1.39, 1.67, 1.01, 2.13},
       {1.27, 1.51, 2.01, 3},
       {1.48, 1.77, 2.44, 3.64},
       {1.59, 2.06, 0.01, 0.05},
       {1.75, 2.44, 0.02, 0.1},
       {1.68, 2.03, 2.76, 4.15},
       {1.96, 2.68, 0.03, 0.1},
       {2.02, 2.57, 0.03, 0.1}}}},
    {"3A",
     {{{1.13, 1.25, 0.41, 1.15},
       {1.09, 1.21, 1.75, 2.62},
       {1.4, 1.67, 1.08, 1.99},
       {1.27, 1.53, 2.01, 3},
       {1.48, 1.77, 2.44, 3.64},
       {1.47, 1.78, 0.01, 0.05},
       {1.59, 2.1, 0.02, 0.1},
       {1.68, 2.02, 2.76, 4.15},
       {1.78, 2.27, 0.03, 0.1},
       {1.92, 2.39, 0.03, 0.1}}}},
    {"3B",
     {{{1.11, 1.23, 0.26, 0.77},
       {1.08, 1.19, 1.74, 2.61},
       {1.39, 1.69, 0.95, 2.62},
       {1.27, 1.51, 2.01, 3},
       {1.48, 1.76, 2.42, 3.6},
       {1.54, 1.98, 0.01, 0.06},
       {1.66, 2.25, 0.02, 0.1},
       {1.68, 2.01, 2.72, 4.09},
       {1.87, 2.46, 0.03, 0.1},
       {1.98, 2.49, 0.03, 0.1}}}},
    {"3C",
     {{{1.09, 1.23, 0, 1.14},
       {1.07, 1.18, 1.75, 2.61},
       {1.31, 1.59, 0.08, 1.51},
       {1.26, 1.49, 2.01, 3},
       {1.47, 1.75, 2.42, 3.62},
       {1.32, 1.6, 0, 0.04},
       {1.51, 1.91, 0.02, 0.1},
       {1.67, 2, 2.73, 4.11},
       {1.69, 2.05, 0.03, 0.1},
       {1.85, 2.28, 0.03, 0.1}}}},
    {"4A",
     {{{1.11, 1.22, 0.27, 0.83},
       {1.08, 1.2, 1.74, 2.61},
       {1.38, 1.64, 0.97, 1.93},
       {1.27, 1.51, 2.01, 3},
       {1.47, 1.75, 2.42, 3.61},
       {1.43, 1.7, 0.01, 0.05},
       {1.54, 1.99, 0.02, 0.1},
       {1.67, 2, 2.73, 4.11},
       {1.72, 2.14, 0.03, 0.1},
       {1.89, 2.35, 0.03, 0.1}}}},
    {"4B",
     {{{1.1, 1.2, 0.05, 0.32},
       {1.08, 1.19, 1.74, 2.61},
       {1.38, 1.68, 0.58, 2.29},
       {1.29, 1.53, 2, 2.99},
       {1.48, 1.78, 2.4, 3.58},
       {1.43, 1.71, 0.01, 0.06},
       {1.56, 2.03, 0.02, 0.1},
       {1.69, 2.02, 2.69, 4.05},
       {1.75, 2.19, 0.03, 0.1},
       {1.92, 2.38, 0.03, 0.1}}}},
    {"4C",
     {{{1.09, 1.2, 0, 0.55},
       {1.07, 1.18, 1.74, 2.61},
       {1.3, 1.53, 0.09, 0.83},
       {1.27, 1.5, 2, 2.99},
       {1.47, 1.75, 2.41, 3.59},
       {1.31, 1.55, 0, 0.02},
       {1.49, 1.86, 0.02, 0.1},
       {1.66, 1.99, 2.71, 4.08},
       {1.66, 1.99, 0.03, 0.1},
       {1.85, 2.28, 0.03, 0.1}}}},
    {"5A",
     {{{1.1, 1.21, 0.2, 0.71},
       {1.08, 1.2, 1.74, 2.61},
       {1.37, 1.64, 0.87, 1.91},
       {1.27, 1.51, 2, 2.99},
       {1.47, 1.75, 2.41, 3.59},
       {1.4, 1.65, 0.01, 0.05},
       {1.51, 1.92, 0.02, 0.1},
       {1.67, 1.99, 2.71, 4.07},
       {1.68, 2.05, 0.03, 0.1},
       {1.88, 2.33, 0.03, 0.1}}}},
    {"5B",
     {{{1.09, 1.2, 0.04, 0.3},
       {1.08, 1.19, 1.74, 2.6},
       {1.38, 1.68, 0.76, 2.16},
       {1.29, 1.53, 2, 2.99},
       {1.48, 1.77, 2.39, 3.56},
       {1.41, 1.68, 0.01, 0.05},
       {1.53, 1.96, 0.02, 0.1},
       {1.68, 2.02, 2.68, 4.03},
       {1.71, 2.11, 0.03, 0.1},
       {1.91, 2.36, 0.03, 0.1}}}},
    {"6A",
     {{{1.1, 1.2, 0.15, 0.52},
       {1.08, 1.19, 1.73, 2.6},
       {1.37, 1.64, 1.06, 1.93},
       {1.27, 1.5, 2, 2.99},
       {1.46, 1.74, 2.39, 3.56},
       {1.38, 1.61, 0.01, 0.05},
       {1.49, 1.87, 0.02, 0.1},
       {1.66, 1.98, 2.68, 4.03},
       {1.65, 2, 0.03, 0.1},
       {1.87, 2.31, 0.03, 0.1}}}},
    {"6B",
     {{{1.08, 1.18, 0.01, 0.11},
       {1.08, 1.19, 1.73, 2.6},
       {1.34, 1.63, 0.4, 1.82},
       {1.28, 1.52, 1.99, 2.98},
       {1.47, 1.76, 2.37, 3.54},
       {1.34, 1.58, 0.01, 0.05},
       {1.48, 1.85, 0.02, 0.1},
       {1.67, 1.99, 2.66, 4.01},
       {1.65, 1.99, 0.03, 0.1},
       {1.88, 2.31, 0.03, 0.1}}}},
    {"7",
     {{{1.1, 1.2, 0.07, 0.52},
       {1.08, 1.19, 1.73, 2.6},
       {1.38, 1.65, 1.05, 2.12},
       {1.27, 1.5, 1.99, 2.98},
       {1.46, 1.74, 2.37, 3.54},
       {1.38, 1.59, 0.01, 0.06},
       {1.46, 1.79, 0.02, 0.1},
       {1.66, 1.97, 2.66, 4.01},
       {1.62, 1.92, 0.03, 0.1},
       {1.86, 2.28, 0.03, 0.1}}}},
    {"8",
     {{{1.08, 1.17, 0.04, 0.22},
       {1.07, 1.18, 1.72, 2.59},
       {1.38, 1.64, 1.21, 2.23},
       {1.27, 1.5, 1.98, 2.97},
       {1.45, 1.73, 2.34, 3.5},
       {1.35, 1.56, 0.01, 0.06},
       {1.43, 1.74, 0.02, 0.1},
       {1.64, 1.94, 2.62, 3.95},
       {1.58, 1.85, 0.03, 0.1},
       {1.85, 2.27, 0.03, 0.1}}}},
}};

// Shehabi et al., LBNL-2001637 (2024), figure 4.4: quartiles of PUE; WUE medians taken half to twice as range.
struct NationalRow {
  const char* system;
  double pue_low, pue_high, wue_median;
};
constexpr std::array<NationalRow, 9> kNational{{{"large-dry-cooler-adiabatic", 1.16, 1.24, 0.23},
                                                {"large-airside-adiabatic-air-cooled", 1.13, 1.21, 0.05},
                                                {"large-airside-adiabatic-water-cooled", 1.11, 1.17, 0.42},
                                                {"large-waterside-economiser", 1.09, 1.14, 2.18},
                                                {"liquid-waterside-economiser", 1.10, 1.16, 1.96},
                                                {"liquid-dry-cooler-adiabatic", 1.07, 1.12, 0.13},
                                                {"liquid-dry-cooler", 1.07, 1.12, 0.0},
                                                {"mid-dry-cooler", 1.49, 1.69, 0.1},
                                                {"mid-air-cooled-chiller", 1.72, 1.96, 0.1}}};

}  // namespace

const std::vector<PlausibleRange>& published_ranges() {
  static const std::vector<PlausibleRange> ranges = [] {
    std::vector<PlausibleRange> list;
    for (const ZoneRow& row : kZones) {
      for (std::size_t s = 0; s < kSystems.size(); ++s) {
        const auto& r = row.range[s];
        list.push_back({kSystems[s], row.zone, "Lei & Masanet 2022", r[0], r[1], r[2], r[3]});
      }
    }
    for (const NationalRow& r : kNational) {
      list.push_back({r.system, "", "LBNL-2001637 (2024), US quartiles of PUE, half to twice the median WUE", r.pue_low,
                      r.pue_high, 0.5 * r.wue_median, 2.0 * r.wue_median + 0.05});
    }
    return list;
  }();
  return ranges;
}

std::string plausibility(const std::string& system, const std::string& zone, double pue, double wue) {
  for (const PlausibleRange& r : published_ranges()) {
    if (r.system != system || r.zone != zone) continue;
    std::string text;
    if (!(pue >= r.pue_low && pue <= r.pue_high)) {
      text += "PUE " + to_text(pue) + " lies outside " + to_text(r.pue_low) + " to " + to_text(r.pue_high);
    }
    if (!(wue >= r.wue_low && wue <= r.wue_high)) {
      text += std::string(text.empty() ? "" : "; ") + "WUE " + to_text(wue) + " L/kWh lies outside " +
              to_text(r.wue_low) + " to " + to_text(r.wue_high);
    }
    if (text.empty()) return text;
    return text + " (" + system + (zone.empty() ? "" : ", zone " + zone) + ": " + r.source + ")";
  }
  throw DomainError("plausibility: no published range for system " + system + " in zone \"" + zone + "\"");
}

}  // namespace roi::power
