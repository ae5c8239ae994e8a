#pragma once
/// @file libroi/queueing/constants.hpp: the coefficients of the closed forms of queueing/, on every scalar.
///
///   declare:   const QueueConstantLines lines = declare_queue_constants(d);              // lines "queue/constant/..."
///   stage:     const QueueConstants<T> constants(lines, setting);                        // books each once
///              const T lost = erlang_loss(constants, servers, load);
///   elsewhere: const QueueConstants<double> constants;                                   // the numbers themselves
///
/// A cell of the workbook may hold no number but 0, 1 and 12, so each coefficient is a constant line there; on numbers it
/// is that number. Source of the coefficients: queueing/erlang_loss.hpp.
#include <string>
#include <vector>

#include "libroi/stage/now.hpp"

namespace roi {

struct QueueConstantLines {
  std::vector<Line> all;
};

template <class T>
struct QueueConstants {
  ErfcxNumbers<T> erfcx;
  T half{0.5}, root_pi{1.7724538509055159};
  T stirling{139.0 / 30.0};
  T near_square{0.0025};
  T series[5]{T(1.0 / 3.0), T(1.0 / 5.0), T(1.0 / 7.0), T(1.0 / 9.0), T(1.0 / 11.0)};
  T furthest{24.0};
  T least_load{1e-100};

  QueueConstants() = default;
  template <class Book>
  QueueConstants(const QueueConstantLines& lines, const Setting<T, Book>& setting) {
    std::size_t k = 0;
    visit_numbers(*this, [&](T& number, const char*, const char*) {
      number = setting.constant(lines.all[k], number);
      ++k;
    });
  }

  static void visit_numbers(auto& self, auto&& number) {
    ErfcxNumbers<T>::visit_numbers(self.erfcx, number);
    number(self.half, "half", "1/2");
    number(self.root_pi, "root of pi", "square root of pi");
    number(self.stirling, "third of Stirling", "139/30: third coefficient of Stirling's series of 1 / (12 servers)");
    number(self.near_square, "square of nearness", "(load - n) / (load + n) squared, below which its series is taken");
    number(self.series[0], "third", "1/3: series of the inverse hyperbolic tangent");
    number(self.series[1], "fifth", "1/5: series of the inverse hyperbolic tangent");
    number(self.series[2], "seventh", "1/7: series of the inverse hyperbolic tangent");
    number(self.series[3], "ninth", "1/9: series of the inverse hyperbolic tangent");
    number(self.series[4], "eleventh", "1/11: series of the inverse hyperbolic tangent");
    number(self.furthest, "furthest",
           "standard deviations / sqrt(2) below which a probability, then e^-576, counts as none");
    number(self.least_load, "least load", "a load, or size of job, up to this one is none");
  }
};

/// `below` is the path they stand under: stages that need them apart have lines of their own. Errors: StructureError when
/// declared twice under one path.
inline QueueConstantLines declare_queue_constants(Declare& d, const std::string& below = "queue") {
  QueueConstantLines lines;
  QueueConstants<double> numbers;
  QueueConstants<double>::visit_numbers(numbers, [&](double&, const char* name, const char* what) {
    lines.all.push_back(
        d.line({below + "/constant/" + name, std::string("Queue: ") + name, "1", Kind::constant, Section::none, what}));
  });
  return lines;
}

}  // namespace roi
