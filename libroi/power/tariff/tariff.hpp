#pragma once
/// @file libroi/power/tariff/tariff.hpp: what an electricity tariff says, as plain data.
///
/// A tariff is a list of charges; power/tariff/bill.hpp prices a year's load under it, each charge its own bill lines.
///
///   energy       price per kWh by period of a schedule (time of use), each period in blocks and tiers:
///                  block  kWh per kW of billing demand (hours' use); the one block of an ordinary tariff is unbounded
///                  tier   kWh within the month, or per day; a tier ends at `upper`, cumulative
///                  sell   credit per exported kWh, one for all tiers of a period
///                or a price for every hour of the year, of any sign, and likewise a credit (hourly_energy)
///   demand       price per kW (or kVA) of a highest mean power: of the month, of each schedule period, or the mean
///                power in named coincident hours; in tiers of kW; on metered or on billing demand. A schedule period
///                is charged in the months that have hours of it. Daily: price per kW and day of each day's highest
///                mean power, over all hours or within each schedule period
///   ratchet      billing demand(m) = max( metered(m), minimum,
///                    max over k = m - lookback .. m of  share_by_billing_month[m] * share_by_peak_month[k] *
///                    metered(k) )
///   two-part     China's choice of price_kva * kVA, price_kw * contract demand (floor, surcharge) or price_kw *
///                metered
///   minimum take max(metered, share * contract * ramp) per component, and a fee for leaving early
///   power factor adjustment table, kVA demand, demand corrected to a target, price per kvar
///   fixed, minimum monthly and annual charge, riders, taxes
///
/// Prices are in `currency` per kWh, kW-month, kVA-month, month, day or year. Months count 0 .. 11.
/// Sources: OpenEI Utility Rate Database field list (v8); NDRC 1583/2016 and 526/2023 for the two-part rules;
/// (83) Shui Dian Cai Zi 215 for China's power factor table; AEP Ohio data center tariff, Dominion GS-5 (minimum take).
#include <array>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "libroi/power/tariff/two_part_mode.hpp"

namespace roi::power {

inline constexpr double kUnbounded = std::numeric_limits<double>::infinity();
inline constexpr double kUnboundedKwh = 1e30;  // the same where arithmetic must stay finite

using MonthHourGrid = std::array<std::array<int, 24>, 12>;  // period index of [month][hour]

/// Period of every hour; a holiday follows `weekend` where `holiday` is absent.
struct Schedule {
  MonthHourGrid weekday{};
  MonthHourGrid weekend{};
  std::optional<MonthHourGrid> holiday;
};

/// Prices the quantity between the previous tier's `upper` and this one's; `sell` is paid per exported kWh.
struct Tier {
  double upper = kUnbounded;
  double price = 0.0;
  double sell = 0.0;
};

struct EnergyBlock {
  double upper_hours = kUnbounded;  // kWh per kW of billing demand, cumulative
  std::vector<Tier> tiers;
};

struct TimeOfUsePeriod {
  std::string name;
  std::vector<EnergyBlock> blocks;
};

/// What tier bounds count: kWh of the month, of an average day of the month (bound * days), of each single day.
enum class TierSpan { month, average_day, each_day };
/// Which kWh climb the tiers: those of the period alone; those of all periods, each period billed its share of every
/// tier (pro rata) or the tier reached at its hour (in order; there the bounds may differ from period to period).
enum class TierBasis { period, all_pro_rata, all_in_order };

struct EnergyCharge {
  std::string name;
  Schedule schedule;
  std::vector<TimeOfUsePeriod> periods;
  TierSpan span = TierSpan::month;
  TierBasis basis = TierBasis::period;
  bool tiers_restart_in_block = false;  // tier bounds inside a block count from the block's start
  /// Factors on the one period's price and sell, in order of time: 8,760 or 8,784, or 2, 3 or 4 times as many. Empty: 1.
  std::vector<double> hourly_price, hourly_sell;
  [[nodiscard]] bool hourly() const { return !hourly_price.empty(); }
};

/// Floor under a month's demand from earlier months. Shares are fractions.
struct Ratchet {
  std::array<double, 12> share_by_billing_month{};
  std::array<double, 12> share_by_peak_month{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
  std::array<bool, 12> metered_counts{true, true, true, true, true, true, true, true, true, true, true, true};
  int lookback_months = 11;
  double minimum_kw = 0.0;
  std::optional<std::array<double, 12>> previous_year_peaks;  // kW by month
  bool wrap_around = false;                                   // the year repeats: its end precedes its beginning
};

enum class DemandKind { month, time_of_use, daily, coincident, daily_time_of_use };
[[nodiscard]] constexpr bool by_schedule(DemandKind kind) {
  return kind == DemandKind::time_of_use || kind == DemandKind::daily_time_of_use;
}
[[nodiscard]] constexpr bool by_day(DemandKind kind) {
  return kind == DemandKind::daily || kind == DemandKind::daily_time_of_use;
}
/// The peaks a ratchet looks back at: the charge's own, or those over all hours.
enum class RatchetOf { own, month };

struct DemandPeriod {
  std::string name;
  std::vector<Tier> tiers;
};

struct DemandCharge {
  std::string name;
  DemandKind kind = DemandKind::month;
  Schedule schedule;                   // kinds by schedule
  std::array<int, 12> month_period{};  // other kinds: period of each month, -1 where nothing is charged
  std::vector<DemandPeriod> periods;
  bool per_kva = false;
  bool on_billing_demand = false;  // the tariff's ratchet applies
  RatchetOf ratchet_of = RatchetOf::own;
  double minimum_kw = 0.0;
  std::vector<int> coincident_hours;  // hours of the year
};

struct TwoPart {
  TwoPartMode mode = TwoPartMode::transformer;
  double transformer_kva = 0.0;
  std::array<double, 12> declared_kw{};
  double price_kw = 0.0;
  double price_kva = 0.0;
  double floor_share = 0.40;        // of transformer_kva: least contract demand
  double tolerance = 1.05;          // of the contract demand
  double excess_multiple = 2.0;     // of price_kw, on demand above the tolerance
  double rebate_from_hours = 0.0;   // kWh per kVA and month from which the demand price falls; 0 = no rebate
  double rebate_price_share = 0.9;  // demand price then, as a share
};

struct TakeComponent {
  std::string name;
  double price = 0.0;  // per kW-month
  double share = 0.0;  // of contract demand, least billed
};

struct MinimumTake {
  double contract_kw = 0.0;
  std::vector<double> ramp;  // share of the contract by month since its start; 1 afterwards
  std::vector<TakeComponent> components;
  int term_months = 0;
  int exit_fee_months = 0;
};

struct PowerFactorStep {
  double from = 0.0;        // power factors >= from (and below the step above)
  double adjustment = 0.0;  // fraction added to energy, demand, two-part and minimum take lines
};

struct PowerFactorRule {
  std::vector<PowerFactorStep> table;  // descending in `from`
  double demand_target = 0.0;          // kW demands are multiplied by max(1, target / power factor)
  double price_per_kvar = 0.0;         // per kvar of the month's peak above free_kvar_per_kw * kW
  double free_kvar_per_kw = 0.0;
};

enum class FixedUnit { month, day, year };
struct FixedCharge {
  std::string name;
  double amount = 0.0;
  FixedUnit unit = FixedUnit::month;
};

enum class RiderKind { per_kwh, per_kw, share };
/// Which lines a share applies to.
struct ShareBase {
  bool energy = true;
  bool demand = true;
  bool fixed = true;
};
struct Rider {
  std::string name;
  RiderKind kind = RiderKind::per_kwh;
  double rate = 0.0;
  ShareBase base;
  std::array<bool, 12> months{true, true, true, true, true, true, true, true, true, true, true, true};
};

struct Tariff {
  std::string name;
  std::string currency = "USD";
  std::string price_date;
  std::string source;
  std::string as_of, status, confidence, vat;  // words of inputs/provenance.hpp
  int demand_window_minutes = 60;
  std::vector<EnergyCharge> energy;
  std::vector<DemandCharge> demand;
  Ratchet billing_demand;
  std::optional<TwoPart> two_part;
  std::optional<MinimumTake> minimum_take;
  std::optional<PowerFactorRule> power_factor;
  std::vector<FixedCharge> fixed;
  double minimum_month = 0.0;  // least total of a month before riders and taxes
  double minimum_year = 0.0;
  std::vector<Rider> riders;
  std::vector<Rider> taxes;      // shares of everything before them
  std::string unpriced_exports;  // why exported kWh have no price, as in a rate with net metering; empty: `sell` is it
  std::vector<std::string> notices;  // what its file holds that was not used, or was used after a change
};

/// Throws DomainError naming the first rule the tariff breaks: a period index outside the list, bounds that do not
/// rise, a last tier that is bounded, a negative share, an unused contract demand, ...
void validate(const Tariff& tariff);

/// Flat schedules and one-block periods, for the common cases.
[[nodiscard]] Schedule constant_schedule(int period = 0);
[[nodiscard]] TimeOfUsePeriod tiered_period(std::string name, std::vector<Tier> tiers);
/// A price per kWh for every hour, or half, third or quarter of an hour, of the year; `sell` likewise, or empty: 0.
[[nodiscard]] EnergyCharge hourly_energy(std::string name, std::vector<double> price, std::vector<double> sell = {});
/// Days of the year that so many hourly values are of, 365 or 366; 0 if they are those of no year.
[[nodiscard]] int days_of_hourly_values(std::size_t count);
inline constexpr const char* kHourlyValues = "8760, or 8784 of a leap year, or 2, 3 or 4 times as many";

/// China's power factor adjustment for the standard 0.80, 0.85 or 0.90; each step begins half a point early, since
/// power factors are rounded to two places.
[[nodiscard]] std::vector<PowerFactorStep> china_power_factor_table(double standard);

/// Fee for leaving a minimum take after `months_served` months: the least charges of the remaining months, at most
/// exit_fee_months of them.
[[nodiscard]] double exit_fee(const MinimumTake& take, int months_served);

}  // namespace roi::power
