#pragma once
/// @file libroi/capacity/reliability.hpp: availability from failures and repair, goodput of a job that failures interrupt.
///
///   failures      = usable cards x failure rate / hours of a year                                              [1/hour]
///   in repair     = failures x repair time: the mean of a Poisson number                                         [card]
///   short         = expected number in repair beyond the spares                                                  [card]
///   down          = short + (in repair - short) x swap time / repair time                                        [card]
///   availability  = max(1 - down / usable cards, 0)                                                                 [1]
///
///   job MTBF      = hours of a year / (failure rate x cards of the job)                                          [hour]
///   interval      = sqrt(2 x job MTBF x checkpoint time)                                                         [hour]
///   goodput       = max(1 - checkpoint time / interval - (interval / 2 + restart time) / job MTBF, 0)               [1]
///
/// A card in repair leaves its place empty only where no spare is left; otherwise for as long as the swap takes. Goodput
/// is the share of a job's hours that it keeps: it scales effective PFLOPS-hours, not the hours sold. A year has 8,766
/// hours. Source of the interval: Young, Comm. ACM 17 (1974) 530. See docs/model.md section 1.
#include "libroi/capacity/inputs.hpp"
#include "libroi/core/few.hpp"
#include "libroi/queueing/erlang_loss.hpp"
#include "libroi/stage/now.hpp"

namespace roi {

struct ReliabilityLines {
  Line failures, in_repair, short_of_spares, availability;
  Line job_mtbf, interval, goodput;  // where a job is given
  [[nodiscard]] bool exist() const noexcept { return failures.id >= 0; }
};

inline ReliabilityLines declare_reliability(const Declare::Of& of, const Reliability<double>& in,
                                            const std::string& device) {
  ReliabilityLines out;
  out.failures = of.line("failures", "failures an hour", "1/hour", Kind::constant,
                         "usable cards x failure rate / hours of a year");
  out.in_repair = of.line("in repair", "cards in repair", device, Kind::constant, "failures x repair time, on average");
  out.short_of_spares = of.line("short of spares", "cards in repair without a spare", device, Kind::constant,
                                "expected number in repair beyond the spares");
  out.availability = of.line("availability", "availability", "1", Kind::constant,
                             "1 - cards down, without a spare or in exchange, / usable cards");
  if (!in.job_cards) return out;
  out.job_mtbf = of.line("job mtbf", "hours between failures of a job", "hour", Kind::constant,
                         "hours of a year / (failure rate x cards of the job)");
  out.interval = of.line("checkpoint interval", "hours between checkpoints", "hour", Kind::constant,
                         "sqrt(2 x hours between failures x checkpoint time)");
  out.goodput = of.line("goodput", "goodput", "1", Kind::constant,
                        "1 - checkpoint time / interval - (interval / 2 + restart time) / hours between failures");
  return out;
}

template <class T>
struct FleetReliability {
  T availability, goodput{1.0};
};

template <class T, class Book>
FleetReliability<T> reliability_of(const ReliabilityLines& lines, const Reliability<T>& in, const T& usable,
                                   const T& hours_of_year, const QueueConstants<T>& queue, Book& book) {
  const T failures = book.constant(lines.failures, usable * in.failure_rate / hours_of_year);
  const T in_repair = book.constant(lines.in_repair, failures * in.repair_time);
  const T lacking = book.constant(lines.short_of_spares, poisson_shortage(queue, in_repair, in.spares));
  const T down = lacking + (in_repair - lacking) * in.swap_time / in.repair_time;
  const mask_t<T> any = usable > 0.0;
  const T up = max(1.0 - down / select(any, usable, T(1.0)), 0.0);
  FleetReliability<T> out{book.constant(lines.availability, select(any, up, T(1.0)))};
  if (!in.job_cards) return out;
  const T mtbf = book.constant(lines.job_mtbf, hours_of_year / (in.failure_rate * *in.job_cards));
  const T interval = book.constant(lines.interval, sqrt((mtbf + mtbf) * *in.checkpoint_time));
  const T lost = (interval + in.restart_time + in.restart_time) / (mtbf + mtbf);
  out.goodput = book.constant(lines.goodput, max(1.0 - *in.checkpoint_time / interval - lost, 0.0));
  return out;
}

}  // namespace roi
