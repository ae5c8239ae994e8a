#include "libroi/audit/formula_text.hpp"

#include <cmath>

namespace roi::audit {

namespace {

enum Rank { kComparison = 1, kSum, kProduct, kPower, kAtom };

struct Text {
  std::string text;
  int rank;
};

// Yearly rates: other places to start a search from, and where the sign of NPV is looked at.
constexpr double kStarts[] = {0.1, -0.3, -0.6, -0.9, -0.99, -0.999, 1.0, 5.0, 100.0, 1e5};
constexpr double kSamples[] = {-0.999999, -0.999, -0.99, -0.9, -0.75, -0.6, -0.4,  -0.2, -0.05, 0.0,
                               0.05,      0.15,   0.4,   1.0,  3.0,   10.0, 100.0, 1e4,  1e7};
constexpr const char* kNotFound = "a rate exists, but the search does not find it: re-solve in libroi";

class Writer {
 public:
  Writer(const Patterns& patterns, const Namer& namer) : patterns_(patterns), namer_(namer) {}

  Text write(PatternId id) const {
    const Pattern& p = patterns_[id];
    switch (p.op) {
      case Op::literal: return number(patterns_.literal(id));
      case Op::boolean: return {p.a != 0 ? "TRUE" : "FALSE", kAtom};
      case Op::input: return {namer_.input(static_cast<int>(p.a)), kAtom};
      case Op::cell:
        return {p.c != 0 ? namer_.absolute(static_cast<int>(p.a), static_cast<int>(p.b) - 2)
                         : namer_.relative(static_cast<int>(p.a), static_cast<int>(p.b)),
                kAtom};
      case Op::range: return {namer_.range(static_cast<int>(p.a), static_cast<int>(p.b), static_cast<int>(p.c)), kAtom};
      case Op::block: return {namer_.block(static_cast<int>(p.a), static_cast<int>(p.b)), kAtom};
      case Op::lag: return {namer_.lag(static_cast<int>(p.a), static_cast<int>(p.c)), kAtom};
      case Op::add: return sum(id, p);
      case Op::subtract: return binary(p, "-", kSum);
      case Op::multiply: return binary(p, "*", kProduct);
      case Op::divide: return binary(p, "/", kProduct);
      case Op::power: return binary(p, "^", kPower);
      case Op::negate: return {"-" + bracketed(p.a, kProduct), kSum};
      case Op::less: return binary(p, "<", kComparison);
      case Op::less_equal: return binary(p, "<=", kComparison);
      case Op::greater: return binary(p, ">", kComparison);
      case Op::greater_equal: return binary(p, ">=", kComparison);
      case Op::equal: return binary(p, "=", kComparison);
      case Op::not_equal: return binary(p, "<>", kComparison);
      case Op::flag: return write(p.a);
      case Op::rate_exists: throw StructureError("irr_of_row: whether a rate exists may only decide a metric");
      case Op::defined: return defined(p);
      case Op::match: return {"MATCH(" + write(p.a).text + "," + write(p.b).text + ",0)", kAtom};
      case Op::index: {
        const std::string k = write(p.b).text;
        return {
            "INDEX(" + write(p.a).text + "," + (p.c == 0 ? k : "MIN(" + k + "+1," + std::to_string(p.c) + ")") + ")",
            kAtom};
      }
      case Op::rate: return call("IRR", {p.a, p.b});
      case Op::normal: return {namer_.newer_function("NORM.S.DIST") + "(" + write(p.a).text + ",TRUE)", kAtom};
      case Op::choose: {
        std::vector<PatternId> all{p.b};
        for (const PatternId item : patterns_.list(p.a)) all.push_back(item);
        return call("CHOOSE", all);
      }
      default: return call(name_of(p.op), patterns_.children(id));
    }
  }

 private:
  static const char* name_of(Op op) {
    switch (op) {
      case Op::minimum:
      case Op::least: return "MIN";
      case Op::maximum:
      case Op::most: return "MAX";
      case Op::absolute: return "ABS";
      case Op::root: return "SQRT";
      case Op::exponential: return "EXP";
      case Op::logarithm: return "LN";
      case Op::both: return "AND";
      case Op::either: return "OR";
      case Op::negation: return "NOT";
      case Op::choice: return "IF";
      case Op::sum: return "SUM";
      case Op::sum_product: return "SUMPRODUCT";
      case Op::shifted_date: return "EDATE";
      case Op::month_of_date: return "MONTH";
      case Op::year_of_date: return "YEAR";
      default: throw StructureError("formula_text: an operation has no spreadsheet form");
    }
  }
  static Text number(double x) {
    std::string text = to_text(x);
    for (char& c : text)
      if (c == 'e') c = 'E';
    return {text, text[0] == '-' ? static_cast<int>(kSum) : static_cast<int>(kAtom)};
  }
  std::string bracketed(PatternId id, int least_rank) const {
    const Text t = write(id);
    return t.rank < least_rank ? "(" + t.text + ")" : t.text;
  }
  Text binary(const Pattern& p, const char* sign, int rank) const {
    // Excel binds a unary minus tighter than ^ and LibreOffice folds 2^3^2 from the left: brackets leave no doubt
    const std::string left = bracketed(p.a, rank == kPower ? static_cast<int>(kAtom) : rank);
    return {left + sign + bracketed(p.b, rank + 1), rank};
  }
  Text sum(PatternId id, const Pattern& p) const {
    std::vector<std::string> terms;
    for (const PatternId term : patterns_.terms_of_sum(id)) terms.push_back(write(term).text);
    return terms.empty() ? binary(p, "+", kSum) : Text{"SUM(" + namer_.terms(terms) + ")", kAtom};
  }
  Text call(const char* name, const std::vector<PatternId>& arguments) const {
    std::string text = std::string(name) + "(";
    for (std::size_t i = 0; i < arguments.size(); ++i) text += (i > 0 ? "," : "") + write(arguments[i]).text;
    return {text + ")", kAtom};
  }
  /// The conditions of a mask that are not "the search for a rate succeeded"; the first such rate goes to `rate`.
  void conditions(PatternId mask, std::vector<PatternId>& plain, PatternId& rate) const {
    const Pattern& p = patterns_[mask];
    if (p.op == Op::both) {
      conditions(p.a, plain, rate);
      conditions(p.b, plain, rate);
    } else if (p.op == Op::rate_exists) {
      rate = p.a;
    } else {
      plain.push_back(mask);
    }
  }
  static std::string quoted(const std::string& text) {
    std::string out = "\"";
    for (const char c : text) out += c == '"' ? std::string("\"\"") : std::string(1, c);
    return out + "\"";
  }
  /// A search for a rate of return that starts again elsewhere where it fails, and that tells a rate it cannot find from
  /// one that does not exist: NPVs of both signs prove that there is one.
  std::string searched(const std::string& text, PatternId rate, const std::string& none) const {
    const Pattern& search = patterns_[rate];
    const std::string range = write(search.a).text, found = write(rate).text;
    std::string out, brackets, samples;
    const auto with_start = [&](double yearly) {
      std::string again = text;
      const std::string other = "IRR(" + range + "," + number(monthly(yearly)).text + ")";
      for (std::size_t at = again.find(found); at != std::string::npos; at = again.find(found, at + other.size()))
        again.replace(at, found.size(), other);
      return again;
    };
    out = "IFERROR(" + text + ",";
    for (const double yearly : kStarts) {
      out += "IFERROR(" + with_start(yearly) + ",";
      brackets += ")";
    }
    for (const double yearly : kSamples)
      samples += (samples.empty() ? "" : ",") + ("NPV(" + number(monthly(yearly)).text + "," + range + ")");
    return out + "IF(AND(MIN(" + samples + ")<0,MAX(" + samples + ")>0)," + quoted(kNotFound) + "," + quoted(none) +
           ")" + brackets + ")";
  }
  /// Of a yearly rate, in four digits: a place to start from.
  static double monthly(double yearly) { return std::round(1e4 * (std::pow(1.0 + yearly, 1.0 / 12.0) - 1.0)) / 1e4; }

  Text defined(const Pattern& p) const {
    std::vector<PatternId> plain;
    PatternId rate = kNoPattern;
    conditions(p.a, plain, rate);
    std::string text = write(p.b).text;
    const Graph& graph = patterns_.graph();
    if (rate != kNoPattern) text = searched(text, rate, graph.text(patterns_[rate].c));
    if (plain.empty()) return {text, kAtom};
    std::string condition = plain.size() > 1 ? "AND(" : "";
    for (std::size_t i = 0; i < plain.size(); ++i) condition += (i > 0 ? "," : "") + write(plain[i]).text;
    if (plain.size() > 1) condition += ")";
    return {"IF(" + condition + "," + text + "," + quoted(graph.text(p.c)) + ")", kAtom};
  }

  const Patterns& patterns_;
  const Namer& namer_;
};

std::string month_text(int month, int offset) {
  if (month > -1000) return month + offset < 0 ? "[opening]" : "[" + std::to_string(month + offset) + "]";
  if (offset == 0) return "[t]";
  return "[t" + std::string(offset > 0 ? "+" : "") + std::to_string(offset) + "]";
}

}  // namespace

std::string Namer::terms(const std::vector<std::string>& terms) const {
  std::string text;
  for (const std::string& term : terms) text += (text.empty() ? "" : ",") + term;
  return text;
}

std::string PathNamer::relative(int row, int offset) const {
  return graph_->row(row).info.path + month_text(month_, offset);
}
std::string PathNamer::absolute(int row, int column) const {
  const std::string& path = graph_->row(row).info.path;
  return column == kConstant  ? path
         : column == kOpening ? path + "[opening]"
                              : path + "[" + std::to_string(column) + "]";
}
std::string PathNamer::input(int index) const { return graph_->inputs()[static_cast<std::size_t>(index)].path; }
std::string PathNamer::range(int row, int first, int last) const {
  const std::string& path = graph_->row(row).info.path;
  if (first == 0 && last == graph_->months() - 1) return path;
  return path + "[" + std::to_string(first) + ".." + std::to_string(last) + "]";
}
std::string PathNamer::block(int first_input, int count) const {
  return input(first_input) + ".." + input(first_input + count - 1);
}
std::string PathNamer::lag(int row, int k) const { return relative(row, -k); }

std::string formula_text(const Patterns& patterns, PatternId id, const Namer& namer) {
  return Writer(patterns, namer).write(id).text;
}

}  // namespace roi::audit
