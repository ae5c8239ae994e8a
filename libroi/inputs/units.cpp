#include "libroi/inputs/units.hpp"

#include <array>
#include <cmath>
#include <cstddef>
#include <numeric>
#include <optional>

namespace roi::inputs {
namespace {

enum class Dimension {
  ratio,
  money,
  hours,
  months,
  power,
  energy,
  apparent,
  reactive,
  area,
  volume,
  mass,
  compute,
  tokens,
  data,
  flow,
  temperature,
  card,  // from here on things that are counted
  node,
  core,
  vcpu,  // up to here what is sold by the hour
  server,
  rack,
  person,
  job,
  request
};

/// Size of an atom in the first atom of its dimension: up / down, both whole.
struct Atom {
  std::string_view name;
  Dimension dimension;
  double up = 1.0;
  double down = 1.0;
  bool offered = true;  // in messages; the rest are accepted spellings
};

using enum Dimension;
constexpr std::array kAtoms{
    Atom{"1", ratio},
    Atom{"%", ratio, 1, 100},
    Atom{"‰", ratio, 1, 1000},
    Atom{"bp", ratio, 1, 10000},
    Atom{"hour", hours},
    Atom{"day", hours, 24},
    Atom{"minute", hours, 1, 60},
    Atom{"second", hours, 1, 3600},
    Atom{"ms", hours, 1, 3600000},
    Atom{"小时", hours, 1, 1, false},
    Atom{"天", hours, 24, 1, false},
    Atom{"日", hours, 24, 1, false},
    Atom{"month", months},
    Atom{"year", months, 12},
    Atom{"quarter", months, 3},
    Atom{"月", months, 1, 1, false},
    Atom{"年", months, 12, 1, false},
    Atom{"W", power},
    Atom{"kW", power, 1e3},
    Atom{"MW", power, 1e6},
    Atom{"GW", power, 1e9},
    Atom{"千瓦", power, 1e3, 1, false},
    Atom{"兆瓦", power, 1e6, 1, false},
    Atom{"Wh", energy},
    Atom{"kWh", energy, 1e3},
    Atom{"MWh", energy, 1e6},
    Atom{"GWh", energy, 1e9},
    Atom{"度", energy, 1e3, 1, false},
    Atom{"千瓦时", energy, 1e3, 1, false},
    Atom{"kVA", apparent},
    Atom{"MVA", apparent, 1e3},
    Atom{"千伏安", apparent, 1, 1, false},
    Atom{"kvar", reactive},
    Atom{"Mvar", reactive, 1e3},
    Atom{"kvarh", reactive},
    Atom{"m2", area},
    Atom{"km2", area, 1e6},
    Atom{"平方米", area, 1, 1, false},
    Atom{"亩", area, 2000, 3, false},
    Atom{"L", volume},
    Atom{"m3", volume, 1e3},
    Atom{"立方米", volume, 1e3, 1, false},
    Atom{"g", mass},
    Atom{"kg", mass, 1e3},
    Atom{"t", mass, 1e6},
    Atom{"吨", mass, 1e6, 1, false},
    Atom{"TFLOPS", compute},
    Atom{"PFLOPS", compute, 1e3},
    Atom{"EFLOPS", compute, 1e6},
    Atom{"GFLOPS", compute, 1, 1e3},
    Atom{"token", tokens},
    Atom{"Mtoken", tokens, 1e6},
    Atom{"GB", data},
    Atom{"TB", data, 1e3},
    Atom{"PB", data, 1e6},
    Atom{"Mbps", flow},
    Atom{"Gbps", flow, 1e3},
    Atom{"Tbps", flow, 1e6},
    Atom{"degC", temperature},
    Atom{"°C", temperature, 1, 1, false},
    Atom{"card", card},
    Atom{"卡", card, 1, 1, false},
    Atom{"node", node},
    Atom{"节点", node, 1, 1, false},
    Atom{"core", core},
    Atom{"核", core, 1, 1, false},
    Atom{"vCPU", vcpu},
    Atom{"server", server},
    Atom{"台", server, 1, 1, false},
    Atom{"rack", rack},
    Atom{"机柜", rack, 1, 1, false},
    Atom{"person", person},
    Atom{"人", person, 1, 1, false},
    Atom{"job", job},
    Atom{"request", request},
};

struct Currency {
  std::string_view code;
  std::string_view chinese;
};
constexpr std::array<Currency, 22> kCurrencies{{
    {"CNY", "元"},       {"USD", "美元"},     {"EUR", "欧元"},     {"HKD", "港元"},   {"JPY", "日元"},
    {"GBP", "英镑"},     {"KRW", "韩元"},     {"SGD", "新加坡元"}, {"AUD", "澳元"},   {"CAD", "加元"},
    {"CHF", "瑞士法郎"}, {"INR", "卢比"},     {"TWD", "新台币"},   {"AED", "迪拉姆"}, {"SAR", "里亚尔"},
    {"BRL", "雷亚尔"},   {"RUB", "卢布"},     {"MYR", "林吉特"},   {"THB", "泰铢"},   {"IDR", "印尼盾"},
    {"VND", "越南盾"},   {"SEK", "瑞典克朗"},
}};

struct Multiple {
  std::string_view name;
  double size;
};
constexpr std::array<Multiple, 3> kWords{{{"thousand ", 1e3}, {"million ", 1e6}, {"billion ", 1e9}}};
constexpr std::array<Multiple, 4> kChinese{{{"千", 1e3}, {"万", 1e4}, {"百万", 1e6}, {"亿", 1e8}}};

struct Read {
  Dimension dimension = ratio;
  double up = 1.0;
  double down = 1.0;
  std::string currency;  // of money: a code, or empty for "money" itself
};

bool starts_with(std::string_view text, std::string_view head) { return text.substr(0, head.size()) == head; }

std::optional<Read> read_plain(std::string_view text) {
  if (text == "money") return Read{money, 1.0, 1.0, ""};
  for (const Currency& currency : kCurrencies)
    if (text == currency.code || text == currency.chinese) return Read{money, 1.0, 1.0, std::string(currency.code)};
  for (const Atom& atom : kAtoms)
    if (text == atom.name) return Read{atom.dimension, atom.up, atom.down, ""};
  return std::nullopt;
}

/// An atom with at most one multiple before it: "million CNY", "万元", "thousand card". Shares take none.
std::optional<Read> read_atom(std::string_view text) {
  if (auto plain = read_plain(text)) return plain;
  const auto multiplied = [&](const Multiple& multiple) -> std::optional<Read> {
    if (!starts_with(text, multiple.name)) return std::nullopt;
    auto read = read_plain(text.substr(multiple.name.size()));
    if (!read || read->dimension == ratio) return std::nullopt;
    read->up *= multiple.size;
    return read;
  };
  for (const Multiple& multiple : kWords)
    if (auto read = multiplied(multiple)) return read;
  for (const Multiple& multiple : kChinese)
    if (auto read = multiplied(multiple)) return read;
  return std::nullopt;
}

struct Factor {
  std::string text;
  char separator;  // before it: '/', '-', or 0 for the first
};

std::vector<Factor> split(std::string_view unit) {
  std::vector<Factor> out;
  std::size_t from = 0;
  char separator = 0;
  for (std::size_t i = 0; i <= unit.size(); ++i) {
    if (i < unit.size() && unit[i] != '/' && unit[i] != '-') continue;
    out.push_back(Factor{std::string(unit.substr(from, i - from)), separator});
    if (i < unit.size()) separator = unit[i];
    from = i + 1;
  }
  return out;
}

/// a/b-c and a/b/c both divide by b and c; before the first slash factors multiply.
std::vector<bool> below_the_line(const std::vector<Factor>& factors) {
  std::vector<bool> out;
  bool below = false;
  for (const Factor& factor : factors) {
    below = below || factor.separator == '/';
    out.push_back(below);
  }
  return out;
}

/// "1/year" of a share compounds: its period is part of the meaning.
bool is_rate(const std::vector<Factor>& factors) {
  const auto first = read_atom(factors.front().text);
  return first && first->dimension == ratio && factors.size() == 2;
}

/// A number of things may say that it is a plain number.
bool is_count(const std::vector<Factor>& factors) {
  const auto first = read_atom(factors.front().text);
  return factors.size() == 1 && first && first->dimension >= card;
}

std::string choices(std::string_view declared, const Money& money) {
  std::string out = "must have one of the units ";
  const auto names = accepted_units(declared, money);
  if (names.size() == 1) out = "must have the unit ";
  for (std::size_t i = 0; i < names.size(); ++i) out += (i > 0 ? ", " : "") + names[i];
  return out;
}

Conversion refused(std::string problem) { return Conversion{1.0, 1.0, std::move(problem)}; }

std::string escaped(std::string_view text) {
  std::string out;
  for (const char c : text) {
    if (c == '.' || c == '+' || c == '*' || c == '?' || c == '(' || c == ')') out += '\\';
    out += c;
  }
  return out;
}

/// Fields are declared in cards; what an entry sells decides whether it is cards (inputs/checking/unit_at.hpp).
bool is_sold(Dimension dimension) { return dimension >= card && dimension <= vcpu; }

std::string alternatives(Dimension dimension) {
  std::string names, sep;
  if (dimension == money) {
    names = "money";
    for (const Currency& currency : kCurrencies)
      names += "|" + std::string(currency.code) + "|" + std::string(currency.chinese);
  } else {
    for (const Atom& atom : kAtoms) {
      if (atom.dimension != dimension && !(is_sold(dimension) && is_sold(atom.dimension))) continue;
      names += sep + escaped(atom.name);
      sep = "|";
    }
  }
  if (dimension == ratio) return "(" + names + ")";
  return "(thousand |million |billion |千|万|百万|亿)?(" + names + ")";
}

}  // namespace

Conversion conversion(std::string_view written, std::string_view declared, const Money& model) {
  if (written == declared) return {};
  const auto want = split(declared), have = split(written);
  const auto want_below = below_the_line(want), have_below = below_the_line(have);
  if (written == "1" && is_count(want)) return {};
  if (want.size() != have.size() || want_below != have_below) return refused(choices(declared, model));
  Conversion out;
  for (std::size_t i = 0; i < want.size(); ++i) {
    const auto to = read_atom(want[i].text), from = read_atom(have[i].text);
    if (!to || !from) return refused(choices(declared, model));
    const bool clock =
        (to->dimension == hours && from->dimension == months) || (to->dimension == months && from->dimension == hours);
    if (clock)
      return refused(choices(declared, model) +
                     ": hours and months convert only through the calendar, whose months have 672 to 744 hours");
    if (to->dimension != from->dimension) return refused(choices(declared, model));
    if (i == 1 && is_rate(want) && to->up != from->up)
      return refused(choices(declared, model) + ": a rate compounds, so its period does not convert");
  }
  for (std::size_t i = 0; i < want.size(); ++i) {
    const auto to = read_atom(want[i].text), from = read_atom(have[i].text);
    double up = from->up * to->down, down = from->down * to->up;
    if (from->dimension == money && !from->currency.empty() && from->currency != model.currency) {
      const auto rate = model.rates.find(from->currency);
      if (rate == model.rates.end())
        return refused("must be money in " + model.currency + " or in a currency of exchange_rates, which has no " +
                       from->currency);
      up *= rate->second;
    }
    if (want_below[i]) std::swap(up, down);
    out.up *= up;
    out.down *= down;
  }
  if (out.up == std::floor(out.up) && out.down == std::floor(out.down) && out.up < 9e15 && out.down < 9e15) {
    const auto common = static_cast<double>(std::gcd(static_cast<long long>(out.up), static_cast<long long>(out.down)));
    out.up /= common;
    out.down /= common;
  }
  return out;
}

bool is_unit(std::string_view declared) {
  for (const Factor& factor : split(declared))
    if (!read_atom(factor.text)) return false;
  return true;
}

std::vector<std::string> accepted_units(std::string_view declared, const Money& model) {
  constexpr std::size_t kOffered = 12;
  const auto factors = split(declared);
  const auto with = [&](std::size_t place, const std::string& name) {
    std::string out;
    for (std::size_t i = 0; i < factors.size(); ++i) {
      if (factors[i].separator != 0) out += factors[i].separator;
      out += i == place ? name : factors[i].text == "money" ? model.currency : factors[i].text;
    }
    return out;
  };
  std::vector<std::string> out{with(factors.size(), "")};
  for (std::size_t i = 0; i < factors.size(); ++i) {
    const auto read = read_atom(factors[i].text);
    if (!read || (i == 1 && is_rate(factors))) continue;
    if (read->dimension == money) {
      if (factors.size() == 1)
        for (const char* multiple : {"thousand ", "million ", "billion "})
          out.push_back(with(i, multiple + model.currency));
      if (model.currency == "CNY")
        for (const char* name : {"元", "万元", "亿元"}) out.push_back(with(i, name));
      for (const auto& rate : model.rates) out.push_back(with(i, rate.first));
      continue;
    }
    for (const Atom& atom : kAtoms)
      if (atom.dimension == read->dimension && atom.offered && factors[i].text != atom.name)
        out.push_back(with(i, std::string(atom.name)));
  }
  if (out.size() > kOffered) out.resize(kOffered);
  return out;
}

std::string written_unit(std::string_view declared, const Money& model) {
  return accepted_units(declared, model).front();
}

bool has_several_units(std::string_view declared, const Money& model) {
  return !declared.empty() && declared.front() != '1' && accepted_units(declared, model).size() > 1;
}

std::string unit_pattern(std::string_view declared) {
  const auto factors = split(declared);
  const auto below = below_the_line(factors);
  std::string out = "^";
  for (std::size_t i = 0; i < factors.size(); ++i) {
    if (i > 0) out += !below[i] ? "-" : below[i - 1] ? "[-/]" : "/";
    const auto read = read_atom(factors[i].text);
    if (!read) continue;
    if (i == 1 && is_rate(factors)) out += read->up == 12.0 ? "(year|年)" : escaped(factors[i].text);
    else out += alternatives(read->dimension);
  }
  if (is_count(factors)) out = "^(1|" + out.substr(1) + ")";
  return out + "$";
}

const std::vector<std::string>& currency_codes() {
  static const std::vector<std::string> codes = [] {
    std::vector<std::string> out;
    for (const Currency& currency : kCurrencies) out.emplace_back(currency.code);
    return out;
  }();
  return codes;
}

const std::vector<std::string>& counting_units() {
  static const std::vector<std::string> units = [] {
    std::vector<std::string> out{"1", "month", "year"};
    for (const Atom& atom : kAtoms)
      if (atom.dimension >= card && atom.offered) out.emplace_back(atom.name);
    return out;
  }();
  return units;
}

}  // namespace roi::inputs
