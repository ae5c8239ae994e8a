// What stands at the top level of a model file beside its inputs: exchange rates and accepted warnings.
#include "libroi/inputs/binding/binder.hpp"

namespace roi::inputs {

void Binder::read_exchange_rates(const Value& rates) {
  const Place place = Place{}.down("exchange_rates");
  if (!rates.is_object()) return must(rates, place, "must be an object like {\"USD\": 7.1}");
  const NumberRule rule{FieldKind::number, "1", Range{1e-6, 1e6}, "model currency for one unit"};
  for (const Member& member : rates.members) {
    const Place here = place.down(member.key);
    if (!contains(currency_codes(), member.key)) {
      problem(member.at, here.pointer, "is not a currency" + hint(member.key, currency_codes()));
    } else if (member.key == money_.currency) {
      problem(member.at, here.pointer, "is the currency of the model, but must be another one");
    } else if (const auto rate = number(member.value, rule, here, Provenance{})) {
      money_.rates[member.key] = *rate;
      record.exchange_rates[member.key] = *rate;
    }
  }
}

/// {"tenor-cut": "reason"} or, for single places, {"default-matters": {"fleets.ascend.mfu": "reason"}}.
void Binder::read_acceptances(const Value& accepted) {
  const Place place = Place{}.down("accepted_warnings");
  if (!accepted.is_object()) return must(accepted, place, "must be an object like {\"tenor-cut\": \"the reason\"}");
  const std::vector<std::string> ids = root_.access.acceptable();
  const auto take = [&](const std::string& id, const std::string& path, const Value& reason, const Place& here) {
    if (!reason.is_string() || reason.text.find_first_not_of(" \t\n") == std::string::npos)
      return must(reason, here, "must be the reason why it is meant, as a text");
    if (!fits(reason, here)) return;
    record.accepted_warnings.push_back(Acceptance{id, path, reason.text});
  };
  for (const Member& member : accepted.members) {
    const Place here = place.down(member.key);
    if (!contains(ids, member.key)) {
      problem(member.at, here.pointer, "is not a warning" + hint(member.key, ids));
    } else if (!member.value.is_object()) {
      take(member.key, "", member.value, here);
    } else {
      for (const Member& one : member.value.members) take(member.key, one.key, one.value, here.down(one.key));
      if (member.value.members.empty()) must(member.value, here, "must name a path, with the reason");
    }
  }
}

}  // namespace roi::inputs
