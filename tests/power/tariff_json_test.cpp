// Tariff files of both forms: what they mean, and what is said about bad ones.
#include "libroi/power/tariff/tariff_json.hpp"
#include "libroi/power/tariff/urdb.hpp"

#include "power_cases.hpp"

namespace roi::power {
namespace {

using namespace test;

std::string model_path(const std::string& name) {
  const auto beside =
      std::filesystem::path(__FILE__).parent_path().parent_path().parent_path() / "models/data/tariffs" / name;
  return std::filesystem::exists(beside) ? beside.string() : "models/data/tariffs/" + name;
}

TEST(TariffJson, ShippedTariffsReadAndBill) {
  const std::vector<double> load(8760, 9000.0);
  for (const char* name :
       {"china-hubei-110kv-2026-01.json", "china-guangdong-huizhou-10kv-2026-02.json",
        "china-shanghai-low-voltage.json", "china-qingyang-contract-2026.json", "china-hohhot-contract-2015.json",
        "us-ssc-commercial-demand.json", "us-large-load-minimum-take.json", "us-hours-use-ratchet.json"}) {
    const Tariff t = read_tariff(model_path(name));
    const Bill bill = make_bill(BillPlan(t, YearClock::of_year(2026)), load);
    EXPECT_GT(bill.price_per_kwh(), 0.03) << name;
    EXPECT_LT(bill.price_per_kwh(), 1.2) << name;
  }
}

TEST(TariffJson, SameBillAsTheTariffBuiltInCode) {
  const auto load = read_numbers("ssc_load_commercial.csv");
  const BillPlan plan(read_tariff(model_path("us-ssc-commercial-demand.json")), YearClock::typical(0));
  EXPECT_NEAR(make_bill(plan, load).total(), 104614.487, 1e-3);
}

TEST(TariffJson, ReportsEveryProblemWithItsPlace) {
  const std::string text = R"({
  "libroi_tariff": 1, "name": "x", "currency": "USD",
  "energy": { "supply": {
    "schedule": [
      { "hours": "0-12", "period": "day" },
      { "hours": "11-20", "period": "night" }
    ],
    "periods": { "day": { "prize": 0.1 }, "night": { "tiers": [ { "upper": 100, "price": 1 }, { "upper": 50, "price": 2 }, { "price": 3 } ] } }
  } },
  "fixd": {}
})";
  expect_error(
      [&] { (void)parse_tariff("t.json", text); },
      "t.json:4:17: /energy/supply/schedule has no rule for hour 20-21 of a weekday in month 1\n"
      "t.json:6:7: /energy/supply/schedule/1 overlaps rule 1 in hour 11-12 of a weekday in month 1\n"
      "t.json:8:27: /energy/supply/periods/day/prize is not an input; nearest is price\n"
      "t.json:8:106: /energy/supply/periods/night/tiers/1/upper is 50, but must be above the tier before, at 100\n"
      "t.json:10:3: /fixd is not an input; nearest is fixed");
}

/// Of a tariff with one energy charge at 0.1, and `rest` beside it.
std::string own(const std::string& rest, const std::string& energy = R"({"all": {"price": 0.1}})") {
  return R"({"libroi_tariff": 1, "name": "x", "currency": "USD", "energy": {"e": {"periods": )" + energy + "}}" + rest +
         "}";
}

struct Refused {
  std::string text, place, message;  // the place is found in the text
};
void expect_refused(const std::vector<Refused>& cases) {
  for (const auto& [text, place, message] : cases)
    expect_error([&, t = text] { (void)parse_tariff("t.json", t); },
                 "t.json:1:" + std::to_string(text.find(place) + 1) + ": " + message);
}

TEST(TariffJson, AnEmptyListIsAGap) {
  const std::string two = R"({"a": {"price": 1}, "b": {"price": 2}}, "schedule": [])";
  const std::string months = R"(, "demand": {"d": {"periods": {"p": {"price": 1, "months": [ ]}}}})";
  expect_refused({
      {own("", two), "[]", "/energy/e/schedule has no rule for hour 0-1 of a weekday in month 1"},
      {own(R"(, "demand": {"d": {"kind": "time_of_use", "periods": {"a": {"price": 1}, "b": {"price": 2}}, "schedule": [] }})"),
       "[] }", "/demand/d/schedule has no rule for hour 0-1 of a weekday in month 1"},
      {own(months), "[ ]",
       "/demand/d/periods/p/months is a list, but must be months 1 to 12, as in \"6-9\" or [6, 7, "
       "8, 9]"},
      {own(R"(, "riders": {"r": {"per_kwh": 1, "months": [ ]}})"), "[ ]",
       "/riders/r/months is a list, but must be months 1 to 12, as in \"6-9\" or [6, 7, 8, 9]"},
      {own(R"(, "demand": {"d": {"price": 1, "periods": { }}})"), "{ }",
       "/demand/d/periods must have at least one period"},
      {own(R"(, "power_factor": {"table": [ ]})"), "[ ]", "/power_factor/table must have at least one step"},
      {own(R"(, "power_factor": { })"), "{ }",
       "/power_factor must have one of china_standard, table, demand_target, price_per_kvar"},
      {own(R"(, "minimum": { })"), "{ }", "/minimum must have month or year"},
      {own("", R"({"a": {"price": 1}}, "schedule": null)"), "null", "/energy/e/schedule is null, but must be a list"},
      {R"({"libroi_tariff": 1, "name": "x", "currency": "USD", "energy": { }})", "{ }",
       "/energy must have at least one charge"},
      {own(R"(, "demand": {"d": {"price": 1, "on_billing_demand": true}})"), "true",
       "/demand/d/on_billing_demand is true, but the tariff has no billing_demand"},
  });
}

TEST(TariffJson, APriceThatIsNotStatedIsNotZero) {
  expect_refused({
      {own("", R"({"all": { }})"), "{ }", "/energy/e/periods/all/price is missing"},
      {own("", R"({"all": {"tiers": [{"upper": 5, "price": 1}, { }]}})"), "{ }",
       "/energy/e/periods/all/tiers/1/price is missing"},
      {own("", R"({"all": {"blocks": [{"upper_hours": 5, "price": 1}, { }]}})"), "{ }",
       "/energy/e/periods/all/blocks/1/price is missing"},
      {own(R"(, "demand": {"d": { }})"), "{ }", "/demand/d/price is missing"},
      {own(R"(, "fixed": {"f": { }})"), "{ }", "/fixed/f/amount is missing"},
      {own(R"(, "power_factor": {"free_kvar_per_kw": 0.3})"), R"({"free)",
       "/power_factor/price_per_kvar is missing beside free_kvar_per_kw; write 0 where it is free"},
      {own("", R"({"a": {"tiers": [{"upper": 5, "price": 1, "sell": 1}, {"price": 2}]}})"), R"({"a")",
       "/energy/e/periods state sell in 1 of 2 prices; write 0 where exports earn nothing"},
  });
  std::vector<double> load(8760, 10.0);
  load[3] = -5.0;
  const auto bill = [&](const std::string& text) {
    return make_bill(BillPlan(parse_tariff("t.json", text), YearClock::typical(0)), load).total();
  };
  expect_error([&] { (void)bill(own("")); },
               "meter: load in month 1 exports 5 kWh, but the tariff has no price for them: no energy charge states "
               "sell; write 0 where exports earn nothing");
  EXPECT_NEAR(bill(own("", R"({"all": {"price": 0.1, "sell": 0}})")), 8759.0, 1e-9);
}

TEST(TariffJson, WordsAreThoseOfAnyInput) {
  const auto tariff = [](const std::string& currency, const std::string& rest) {
    return R"({"libroi_tariff": 1, "name": "x", "currency": )" + currency + ", \"fixed\": {\"f\": {\"amount\": 1}}" +
           rest + "}";
  };
  const std::string dates = ", but must be a date like 2025-07 or 2025-07-01";
  const std::string currencies =
      " but must be a currency: CNY, USD, EUR, HKD, JPY, GBP, KRW, SGD, AUD, CAD, CHF, INR, TWD, AED, SAR, BRL, RUB, "
      "MYR, THB, IDR, VND, SEK";
  expect_refused({
      {tariff("\"usd\"", ""), "\"usd\"", "/currency is \"usd\"," + currencies},
      {tariff("\"RMB\"", ""), "\"RMB\"", "/currency is \"RMB\"," + currencies},
      {tariff("\"USD\"", R"(, "price_date": "2015")"), "\"2015\"", "/price_date is \"2015\"" + dates},
      {tariff("\"USD\"", R"(, "price_date": "")"), "\"\"", "/price_date is \"\"" + dates},
      {tariff("\"USD\"", R"(, "as_of": "July 2025")"), "\"July", "/as_of is \"July 2025\"" + dates},
      {tariff("\"USD\"", R"(, "as_of": "2025-02-30")"), "\"2025", "/as_of is \"2025-02-30\"" + dates},
      {tariff("\"USD\"", R"(, "source": "")"), "\"\"", "/source must be a text that is not empty"},
      {tariff("\"USD\"", R"(, "vat": "with")"), "\"with\"", "/vat is \"with\", but must be one of excluded, included"},
  });
  const Tariff t =
      parse_tariff("t.json", tariff("\"EUR\"", R"(, "price_date": "2025-07", "as_of": "2025-07-31", "status": "quote",
                                                    "confidence": "high", "vat": "excluded", "note": "n")"));
  EXPECT_EQ(t.currency + t.price_date + t.as_of + t.status + t.confidence + t.vat,
            "EUR2025-072025-07-31quotehighexcluded");
}

TEST(TariffJson, CoincidentHoursAreWholeAndOnce) {
  const auto demand = [](const std::string& hours, const std::string& kind = "coincident") {
    return own(R"(, "demand": {"d": {"kind": ")" + kind + R"(", "price": 1, "coincident_hours": )" + hours + "}}");
  };
  const std::string at = "/demand/d/coincident_hours ";
  expect_refused({
      {demand("[10.5]"), "[10", at + "entry 1 is 10.5, but must be a whole number"},
      {demand("[3, 0.25]"), "[3", at + "entry 2 is 0.25, but must be a whole number"},
      {demand("[3, 4, 3]"), "[3", at + "entry 3 is 3, but must be given once"},
      {demand("[3]", "month"), "[3", at + "must be left out unless kind is coincident"},
  });
}

TEST(TariffJson, TextThatHoldsNoObjectIsOneProblem) {
  const std::string twice = "is JSON text inside a string, encoded twice, but must be ";
  for (const auto& [text, message] : std::vector<std::pair<std::string, std::string>>{
           {R"("{\"libroi_tariff\": 1}")", "t.json:1:1: " + twice + "an object"},
           {R"("[1]")", "t.json:1:1: " + twice + "an object"},
           {"[{}]", "t.json:1:1: is a list, but must be an object"},
           {R"({"items": "[{}]"})", "t.json:1:11: /items " + twice + "a list"},
           {R"({"energyratestructure": "[[{\"rate\": 1}]]"})",
            "t.json:1:25: /energyratestructure " + twice + "a list of periods"}})
    expect_error([&, t = text] { (void)parse_tariff("t.json", t); }, message);
}

std::string grid(int period) {
  std::string row = "[";
  for (int h = 0; h < 24; ++h) row += (h ? "," : "") + std::to_string(period);
  row += "]";
  std::string all = "[";
  for (int m = 0; m < 12; ++m) all += (m ? "," : "") + row;
  return all + "]";
}

TEST(Urdb, DemandLookbackRate) {
  const std::string text =
      R"({ "items": [ { "label": "539f6a23ec4f024411ec8bf9", "utility": "x", "energyratestructure": [[{"rate": 0}]],
    "energyweekdayschedule": )" +
      grid(0) + R"(, "energyweekendschedule": )" + grid(0) + R"(,
    "flatdemandstructure": [[{"rate": 10.5}], [{"rate": 11.0, "adj": 0.5}]], "flatdemandmonths": [0,0,0,0,1,1,1,1,1,1,0,0],
    "demandratchetpercentage": [35,35,35,35,35,35,35,35,35,35,35,35] } ] })";
  std::vector<double> load(8760, 1.0);
  load[50] = 100.0;
  EXPECT_NEAR(make_bill(BillPlan(parse_tariff("u.json", text), YearClock::typical(0)), load).total(), 5302.50, 1e-9);
}

TEST(Urdb, UnitsAreHonoured) {
  const std::string text =
      R"({ "name": "units", "energyratestructure": [[{"max": 10, "unit": "kWh daily", "rate": 0.1}, {"rate": 0.2, "unit": "kWh daily"}]],
    "energyweekdayschedule": )" +
      grid(0) + R"(, "energyweekendschedule": )" + grid(0) + R"(,
    "flatdemandstructure": [[{"rate": 1.0}]], "flatdemandunit": "hp",
    "fixedchargefirstmeter": 2, "fixedchargeunits": "$/day", "mincharge": 100, "minchargeunits": "$/year" })";
  const std::vector<double> load(8760, 1.0);
  const Bill bill = make_bill(BillPlan(parse_urdb("u.json", text), YearClock::typical(0)), load);
  EXPECT_NEAR(bill.month_total(0), 310 * 0.1 + 434 * 0.2 + 1.0 / 0.745699872 + 62.0, 1e-9);
}

TEST(Urdb, LookbackRangeReachesIntoTheYearBefore) {
  // NREL REopt.jl, test "Lookback Demand Charges", third case: 75 % of the six months before.
  const std::string text = R"({ "energyratestructure": [[{"rate": 0}]], "energyweekdayschedule": )" + grid(0) +
                           R"(, "energyweekendschedule": )" + grid(0) + R"(,
    "flatdemandstructure": [[{"rate": 1}]], "lookbackPercent": 0.75, "lookbackRange": 6 })";
  std::vector<double> load(8760, 100.0);
  load[21] = 200.0;
  load[2402] = 400.0;
  load[4087] = 500.0;
  load[8332] = 300.0;
  const Bill bill = make_bill(BillPlan(parse_urdb("u.json", text), YearClock::of_year(2022)), load);
  const std::array<double, 12> kw{225, 225, 225, 400, 300, 500, 375, 375, 375, 375, 375, 375};
  for (int m = 0; m < 12; ++m) EXPECT_NEAR(bill.month_total(m), kw[static_cast<std::size_t>(m)], 1e-9);
}

TEST(Urdb, HoursUseBlocksWithInnerTiers) {
  const std::string text =
      R"({ "energyratestructure": [[{"max": 200, "unit": "kWh/kW", "rate": 0}, {"max": 3000, "unit": "kWh", "rate": 0.12},
    {"unit": "kWh", "rate": 0.1}, {"max": 400, "unit": "kWh/kW", "rate": 0.03}, {"unit": "kWh/kW", "rate": 0.02}]],
    "energyweekdayschedule": )" +
      grid(0) + R"(, "energyweekendschedule": )" + grid(0) + "}";
  const std::vector<double> load(8760, 100.0);
  const Bill bill = make_bill(BillPlan(parse_urdb("u.json", text), YearClock::typical(0)), load);
  EXPECT_NEAR(bill.month_total(0), 3000 * 0.12 + 17000 * 0.1 + 20000 * 0.03 + 34400 * 0.02, 1e-9);
}

TEST(Urdb, RefusesWhatCarriesMoneyAndIsNotUnderstood) {
  const std::string head = R"({ "energyratestructure": [[{"rate": 0.1}]], "energyweekdayschedule": )" + grid(0) +
                           R"(, "energyweekendschedule": )" + grid(0);
  expect_error([&] { (void)parse_urdb("u.json", head + ", \"coincidentratestructure\": [[{\"rate\": 3}]] }"); },
               "u.json:1:" + std::to_string(head.size() + 30) +
                   ": /coincidentratestructure carries money, but the hours of the system's peaks are not in the file: "
                   "give coincident_hours");
  EXPECT_NO_THROW((void)parse_urdb("u.json", head + ", \"coincidentratestructure\": [], \"description\": \"x\" }"));
  expect_error([&] { (void)parse_urdb("u.json", head + ", \"someflag\": 3 }"); },
               "u.json:1:" + std::to_string(head.size() + 15) +
                   ": /someflag is not a key of a URDB rate; take it out, or state what it means for the bill in "
                   "libroi's own form");
  expect_error(
      [&] {
        (void)parse_urdb(
            "u.json",
            R"({ "energyratestructure": [[{"rate": 0.1}]], "energyweekdayschedule": [[1]], "fixedchargeunits": "$/week" })");
      },
      "u.json:1:70: /energyweekdayschedule must be 12 lists of 24 periods\n"
      "u.json:1:97: /fixedchargeunits is \"$/week\", but must be one of $/month, $/day, $/year");
}

}  // namespace
}  // namespace roi::power
