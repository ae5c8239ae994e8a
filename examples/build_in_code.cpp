// A center built in code: fields have their declared defaults, and everything is checked like a file.
#include <cstdio>

#include "libroi/libroi.hpp"

namespace {

roi::Center<double> hall_of(double cards) {
  roi::Center<double> center;
  center.name = "Built in code";
  center.currency = "CNY";
  center.start = {2026, 1};
  center.months = 84;
  center.valuation.discount_rate = 0.08;
  center.valuation.equity_rate = 0.12;
  center.tax.rate = 0.25;

  roi::Phase<double>& hall = center.phases.append("hall");
  hall.energised = 9.0;  // months after the start
  hall.critical_power = 1000.0;
  roi::AssetClass<double>& servers = center.asset_classes.append("servers");
  servers.book_life = servers.tax_life = 60.0;

  roi::Fleet<double>& fleet = center.fleets.append("cards");
  fleet.phase = "hall";
  fleet.asset_class = "servers";
  fleet.cards = cards;
  fleet.delivered = 9.0;
  fleet.price = 140e3;
  fleet.device.name = "H800";
  fleet.device.peak.fp16 = 0.99;  // PFLOPS
  fleet.device.idle_power = 0.09;
  fleet.device.busy_power = 0.6;

  roi::Contract<double>& anchor = center.contracts.append("anchor");
  anchor.fleet = "cards";
  anchor.cards = 0.6 * cards;
  anchor.start = 12.0;
  anchor.end = 72.0;
  anchor.price.start = 9.0;

  center.power.losses.emplace();  // its fields have defaults
  roi::EnergyPeriod<double>& flat = center.power.energy.append("flat");
  flat.share = 1.0;
  flat.price = 0.55;
  center.financing.conversion = 12.0;
  center.financing.asset_class = "servers";
  return center;
}

}  // namespace

int main() {
  roi::Center<double> center = hall_of(1000.0);
  const roi::Evaluation e = roi::evaluate(center);
  std::printf("project NPV %.1f million CNY\n", e.metrics[roi::Metric::npv_project].value / 1e6);

  const std::string paths[] = {"contracts.anchor.price", "contracts.anchor.end"};
  const double values[] = {8.0, 72.0, 10.0, 84.0, 10.0, 6.0};  // the last row ends before it starts
  const roi::Metric metrics[] = {roi::Metric::npv_project};
  const roi::Variations many = roi::evaluate_many(center, paths, values, metrics);
  for (std::size_t row = 0; row < many.metrics.size(); ++row)
    std::printf("row %zu: %.1f million CNY\n", row, many.metrics[row] / 1e6);
  for (const roi::RefusedRow& row : many.refused) std::printf("row %zu is refused: %s\n", row.row, row.text.c_str());

  const std::vector<double> slope = roi::gradient(center, metrics);
  const std::size_t price = roi::index_of(roi::parameters(center), paths[0]);
  std::printf("1 CNY more a card-hour: %+.1f million CNY\n", slope[price] / 1e6);

  roi::Center<double> wrong = hall_of(0.0);
  wrong.contracts.at("anchor").fleet = "card";
  try {
    (void)roi::evaluate(wrong);
  } catch (const roi::InputError& error) {
    std::printf("%s\n", error.what());
  }
}
