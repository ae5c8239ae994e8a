#include "libroi/inputs/text/json.hpp"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <nlohmann/json.hpp>
#include <unordered_map>
#include <utility>

#include "libroi/core/interrupt.hpp"

namespace roi::inputs {
namespace {

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::int64_t kWhole = std::int64_t{1} << 53;  // whole numbers up to here are exact as double

constexpr std::size_t kNone = std::string::npos;

struct Swept {
  std::size_t unclosed = kNone;  // where a block comment begins that never ends
  std::size_t too_many = kNone;  // the comma before the first value that is too many
};

/// Overwrites comments and trailing commas with blanks, so that every byte keeps its offset. Stops at what cannot be
/// read on.
Swept blank_extensions(std::string& text, std::size_t values_left) {
  std::size_t commas = 0;
  std::size_t comma = kNone;  // a comma with only blanks after it so far
  char before_comma = '[', last = '[';
  const auto blank = [&](std::size_t from, std::size_t to) {
    for (std::size_t i = from; i < to; ++i)
      if (text[i] != '\n') text[i] = ' ';
  };
  for (std::size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '"') {
      for (++i; i < text.size() && text[i] != '"'; ++i)
        if (text[i] == '\\') ++i;
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '/') {
      const std::size_t end = std::min(text.find('\n', i), text.size());
      blank(i, end);
      i = end - 1;
      continue;
    } else if (c == '/' && i + 1 < text.size() && text[i + 1] == '*') {
      const std::size_t end = text.find("*/", i + 2);
      if (end == kNone) return {i, kNone};
      blank(i, end + 2);
      i = end + 1;
      continue;
    } else if (is_blank(c)) {
      continue;
    }
    if (c == ',') {
      if (++commas > values_left) return {kNone, i};
      if (commas % 65536 == 0) may_stop();
      comma = i;
      before_comma = last;
    } else {
      const bool after_value = before_comma != '[' && before_comma != '{' && before_comma != ',' && before_comma != ':';
      if ((c == ']' || c == '}') && comma != kNone && after_value) text[comma] = ' ';
      comma = kNone;
    }
    last = c;
  }
  return {};
}

std::string too_many_values() {
  return "is one value too many: a model's files must hold at most " + std::to_string(kMostValues) + " values";
}

/// Turns ascending byte offsets into lines and columns, in characters, in one sweep.
class Locator {
 public:
  Locator(const std::string& text, int file) : text_(text), file_(file) {}
  Position at(std::size_t offset) {
    if (offset < seen_) {
      seen_ = 0;
      line_ = column_ = 1;
    }
    for (; seen_ < offset && seen_ < text_.size(); ++seen_) {
      if (text_[seen_] == '\n') {
        ++line_;
        column_ = 1;
      } else if ((static_cast<unsigned char>(text_[seen_]) & 0xC0) != 0x80) {
        ++column_;
      }
    }
    return Position{file_, line_, column_};
  }

 private:
  const std::string& text_;
  int file_;
  std::size_t seen_ = 0;
  int line_ = 1, column_ = 1;
};

class TreeBuilder {
 public:
  TreeBuilder(const std::string& text, const std::string& file, int file_index, std::vector<Problem>& problems,
              std::size_t& values_left)
      : text_(text), file_(file), locator_(text, file_index), problems_(problems), values_left_(values_left) {}

  Value root;

  bool null() { return add(literal()); }
  bool boolean(bool x) {
    Value value = literal();
    value.kind = Value::Kind::boolean;
    value.boolean = x;
    return add(std::move(value));
  }
  bool number_integer(std::int64_t x) { return number(static_cast<double>(x), x >= -kWhole && x <= kWhole); }
  bool number_unsigned(std::uint64_t x) {
    return number(static_cast<double>(x), x <= static_cast<std::uint64_t>(kWhole));
  }
  bool number_float(double x, const std::string& digits) {
    return number(x, digits.find_first_of(".eE") != std::string::npos);  // else an integer beyond 64 bits
  }
  bool string(std::string& x) {
    Value value;
    value.kind = Value::Kind::string;
    value.at = locator_.at(string_token());
    if (x.size() > kLongestText) {
      problem(value.at, pointer(), too_long(x.size()));
      return add(std::move(value));
    }
    value.text = std::move(x);
    return add(std::move(value));
  }
  bool binary(nlohmann::json::binary_t&) { return false; }
  bool start_object(std::size_t) { return open(Value::Kind::object); }
  bool start_array(std::size_t) { return open(Value::Kind::array); }
  bool end_object() { return close(); }
  bool end_array() { return close(); }
  bool key(std::string& x) {
    Frame& frame = frames_.back();
    const Position at = locator_.at(string_token());
    if (x.size() > kLongestText) {
      problem(at, frame.base, "has a key that " + too_long(x.size()));
      x.resize(1);
      frame.value->members.push_back(Member{x, at, Value{}});
      return true;
    }
    if (const Position* first = frame.first_of(x, at))
      problem(at, frame.base + pointer_token(x),
              "is given twice; first at " + std::to_string(first->line) + ":" + std::to_string(first->column));
    frame.value->members.push_back(Member{std::move(x), at, Value{}});
    return true;
  }
  bool parse_error(std::size_t byte, const std::string&, const nlohmann::json::exception& error) {
    const std::size_t failed = std::min(byte == 0 ? 0 : byte - 1, text_.size());
    const std::size_t start = std::min(failed, next_token());
    syntax(start, rule_of(error.what(), start));
    return false;
  }
  void syntax(std::size_t offset, std::string message) { problem(locator_.at(offset), "", std::move(message)); }

 private:
  struct Frame {
    Value* value;
    std::string base;                                     // pointer of the object or array
    std::unordered_map<std::string, Position> keys = {};  // of an object with many members

    /// Where the key was given before, or null.
    const Position* first_of(const std::string& key, Position at) {
      constexpr std::size_t kMany = 16;
      const auto& members = value->members;
      if (members.size() < kMany) {
        const auto found = std::find_if(members.begin(), members.end(), [&](const Member& m) { return m.key == key; });
        return found == members.end() ? nullptr : &found->at;
      }
      if (keys.empty())
        for (const Member& member : members) keys.emplace(member.key, member.at);
      const auto [first, is_new] = keys.emplace(key, at);
      return is_new ? nullptr : &first->second;
    }
  };

  std::size_t next_token() const {
    std::size_t i = cursor_;
    while (i < text_.size() && (is_blank(text_[i]) || text_[i] == ',' || text_[i] == ':')) ++i;
    return i;
  }
  std::size_t string_token() {
    const std::size_t start = next_token();
    std::size_t i = start + 1;
    while (i < text_.size() && text_[i] != '"') i += text_[i] == '\\' ? 2 : 1;
    cursor_ = i + 1;
    return start;
  }
  Value literal() {
    const std::size_t start = next_token();
    std::size_t i = start;
    while (i < text_.size() && !is_blank(text_[i]) && text_[i] != ',' && text_[i] != ']' && text_[i] != '}') ++i;
    cursor_ = i;
    Value value;
    value.at = locator_.at(start);
    value.text = text_.substr(start, i - start);
    return value;
  }
  std::string pointer() const {
    if (frames_.empty()) return "";
    const Frame& frame = frames_.back();
    return frame.base + (frame.value->is_array() ? "/" + std::to_string(frame.value->items.size())
                                                 : pointer_token(frame.value->members.back().key));
  }
  bool number(double x, bool exact) {
    Value value = literal();
    value.kind = Value::Kind::number;
    value.number = x == 0.0 ? 0.0 : x;
    const std::string digits = value.text.substr(0, value.text.find_first_of("eE"));
    const bool zero = digits.find_first_of("123456789") == std::string::npos;
    const bool malformed =
        value.text.size() > 1 && value.text[0] == '0' && value.text[1] >= '0' && value.text[1] <= '9';
    if (!zero && !malformed && std::fpclassify(x) != FP_NORMAL)
      problem(value.at, pointer(), "is " + value.brief() + ", but must be 0 or at least 2.3e-308 in size");
    else if (!exact && !zero)
      problem(value.at, pointer(),
              "is " + value.text.substr(0, 40) +
                  ", but must be at most 9007199254740992 (2^53) when written as a whole number");
    if (zero) value.text = "0";
    return add(std::move(value));
  }
  Value* place(Value value) {
    if (frames_.empty()) {
      root = std::move(value);
      return &root;
    }
    Value& parent = *frames_.back().value;
    if (parent.is_array()) {
      parent.items.push_back(std::move(value));
      return &parent.items.back();
    }
    parent.members.back().value = std::move(value);
    return &parent.members.back().value;
  }
  static std::string too_long(std::size_t size) {
    return "has " + std::to_string(size) + " bytes, but must have at most " + std::to_string(kLongestText);
  }
  /// Whether one more value fits.
  bool counted(Position at) {
    if (values_left_ == 0) {
      problem(at, "", too_many_values());
      return false;
    }
    if (--values_left_ % 4096 == 0) may_stop();
    return true;
  }
  bool add(Value value) {
    if (!counted(value.at)) return false;
    if (value.kind == Value::Kind::null || value.kind == Value::Kind::boolean) value.text.clear();
    place(std::move(value));
    return true;
  }
  bool open(Value::Kind kind) {
    const std::size_t start = next_token();
    cursor_ = start + 1;
    const std::string base = pointer();
    Value value;
    value.kind = kind;
    value.at = locator_.at(start);
    if (frames_.size() >= static_cast<std::size_t>(kDeepest)) {
      problem(value.at, "", "nesting is deeper than " + std::to_string(kDeepest) + " levels");
      return false;
    }
    if (!counted(value.at)) return false;
    frames_.push_back(Frame{place(std::move(value)), base});
    return true;
  }
  bool close() {
    cursor_ = next_token() + 1;
    frames_.pop_back();
    return true;
  }
  void problem(Position at, std::string where, std::string message) {
    if (problems_.size() >= kMostProblems) throw InputError(sorted(problems_));
    problems_.push_back(Problem{file_, at.line, at.column, std::move(where), std::move(message)});
  }
  std::string rule_of(std::string what, std::size_t start) const {
    for (const char* word : {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "-NaN", "-nan"}) {
      const std::string_view name(word);
      if (text_.compare(start, name.size(), name) == 0)
        return "is not JSON: " + std::string(name) + " is not a number; a number must be finite";
    }
    if (what.find("number overflow") != std::string::npos) return "is not JSON: the number is beyond 1.8e308";
    const auto from = what.find("syntax error ");
    if (from != std::string::npos) what = what.substr(from + 13);
    if (what.size() > 240) {
      std::size_t end = 240;
      while (end > 0 && (static_cast<unsigned char>(what[end]) & 0xC0) == 0x80) --end;
      what = what.substr(0, end) + "…";
    }
    return "is not JSON: " + what;
  }

  const std::string& text_;
  const std::string& file_;
  Locator locator_;
  std::vector<Problem>& problems_;
  std::size_t& values_left_;
  std::vector<Frame> frames_;
  std::size_t cursor_ = 0;
};

}  // namespace

Value parse_json(std::string_view source, const std::string& file, int file_index, std::vector<Problem>& problems) {
  std::size_t values_left = kMostValues;
  return parse_json(source, file, file_index, problems, values_left);
}

Value parse_json(std::string_view source, const std::string& file, int file_index, std::vector<Problem>& problems,
                 std::size_t& values_left) {
  const auto stop = [&](std::string message) {
    problems.push_back(Problem{file, 1, 1, "", std::move(message)});
    throw InputError(sorted(problems));
  };
  if (source.size() > kLargestFile)
    stop("the file has " + std::to_string(source.size()) + " bytes, but must have at most " +
         std::to_string(kLargestFile));
  if (source.substr(0, 3) == "\xEF\xBB\xBF") source.remove_prefix(3);
  std::string text(source);
  const Swept swept = blank_extensions(text, values_left);
  TreeBuilder builder(text, file, file_index, problems, values_left);
  if (swept.unclosed != kNone) builder.syntax(swept.unclosed, "is not JSON: the comment is never closed");
  if (swept.too_many != kNone) builder.syntax(swept.too_many, too_many_values());
  if (swept.unclosed != kNone || swept.too_many != kNone) {
    throw InputError(sorted(problems));
  }
  if (std::all_of(text.begin(), text.end(), is_blank)) stop("the file is empty, but must hold a JSON object");
  const std::size_t before = problems.size();
  if (!nlohmann::json::sax_parse(text, &builder)) {
    if (problems.size() == before) stop("is not JSON");
    throw InputError(sorted(problems));
  }
  return std::move(builder.root);
}

}  // namespace roi::inputs
