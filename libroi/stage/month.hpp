#pragma once
/// @file libroi/stage/month.hpp: what the stages of a model hand to each other in one month.
///
/// The pipeline runs month by month; every stage writes its own group and reads those of the stages before it. A model
/// is a vector of months, kept for the metrics, for finance and for the search of the break-even scale. Values are
/// booked ones; money is nominal, in the model's currency, without VAT.
///
///   Months<T> months(n);
///   months[t].hours.sold                       card-hours sold in month t
///   months[t].total<Section::revenue>()        running total of a section (stage/now.hpp adds to it)
///
/// Hours of `Month` are of the headline's unit of sale. Where fleets sell in several units, or in parts of nodes, every unit
/// has a record of its own (UnitMonth): hours of two units never add.
///
/// What only the later stages of finance hand on stands in one FinanceMonth: a record of months that is half as large
/// stays in the nearer cache, which is worth 5 % of a batch. `begin()` clears what is added up within a month; everything else is assigned by its stage in every month.
#include <vector>

#include "libroi/core/line.hpp"

namespace roi {

/// What assets bring to one month, added up; all positive [money].
template <class T>
struct AssetMonth {
  T spend{0.0}, depreciation{0.0}, tax_depreciation{0.0}, proceeds{0.0}, book_written_off{0.0}, tax_written_off{0.0};
};

template <class T>
struct Month {
  struct Hours {
    T available{0.0}, sold{0.0};  // of the headline's unit of sale
    T effective{0.0};             // PFLOPS-hours
  } hours;
  struct Capacity {
    T installed{0.0};      // cards, or nodes where the first fleet counts them
    T critical_live{0.0};  // kW energised
  } capacity;
  struct Power {
    T it{0.0}, busy{0.0}, busy_full{0.0};  // kW; `it` is added up by the fleets and the streams
    T it_energy{0.0}, energy{0.0};         // kWh
    T price_level{0.0}, level{1.0};        // season x index level, or price of a flat kWh; index level
    T cost{0.0};                           // money
  } power;
  struct Money {
    T leasing{0.0}, revenue{0.0}, opex{0.0}, ebitda{0.0};
    T receivables{0.0}, payables{0.0}, working_capital{0.0};  // at the month's end
  } money;
  AssetMonth<T> assets;  // of the center, without the cost of its financing
  struct Funding {
    T construction_share{0.0};                   // of the month before conversion
    T cfads_before_tax{0.0};                     // cash flow that depends on no loan, where a loan is sized on it
    T capitalised{0.0}, draws{0.0}, spend{0.0};  // spend: capitalised interest and fees
  } funding;

  /// Running total of a section whose lines are posted.
  template <Section S>
  [[nodiscard]] T& total() {
    static_assert(S == Section::revenue || S == Section::operating_cost,
                  "the lines of this section are not posted here");
    if constexpr (S == Section::revenue) return money.revenue;
    else return money.opex;
  }

  /// Before the first stage of operations.
  void begin() {
    money.revenue = T(0.0);
    money.opex = T(0.0);
    power.it = T(0.0);
  }
};

template <class T>
using Months = std::vector<Month<T>>;

/// One unit of sale in one month.
template <class T>
struct UnitMonth {
  T installed{0.0};             // cards, nodes, cores or vCPUs
  T available{0.0}, sold{0.0};  // their hours
  T earned{0.0};                // leasing revenue, where there are several units [money]
};
/// By month, then by unit; empty where all fleets sell whole cards, or whole nodes.
template <class T>
using UnitMonths = std::vector<UnitMonth<T>>;

/// What finance works out in one month and nobody needs afterwards.
template <class T>
struct FinanceMonth {
  AssetMonth<T> assets;  // of the center and of its financing
  struct Service {
    T interest_paid{0.0}, principal{0.0}, total{0.0}, balance{0.0};  // of all tranches; balance at the month's end
    T repayment_share{0.0};  // greatest share of the month in which a tranche is repaid
  } service;
  struct Tax {
    T year_to_date{0.0}, pool{0.0}, lapsed{0.0}, paid{0.0};
  } tax;
  struct Accounts {
    T cfads{0.0}, free_cash_flow{0.0}, paid_in{0.0}, distributions{0.0}, equity_cash_flow{0.0};
    T assets{0.0}, liabilities{0.0};  // totals of their sections
  } accounts;

  template <Section S>
  [[nodiscard]] T& total() {
    static_assert(S == Section::assets || S == Section::liabilities, "the lines of this section are not posted here");
    if constexpr (S == Section::assets) return accounts.assets;
    else return accounts.liabilities;
  }
  /// Before the balance sheet.
  void begin_balance() {
    accounts.assets = T(0.0);
    accounts.liabilities = T(0.0);
  }
};

}  // namespace roi
