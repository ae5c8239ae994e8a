#pragma once
/// Everything of queueing/erlang_loss.hpp in rows, over all arms: servers grow from 0.3 to 20,000, twelve ratios of
/// load to servers from 0 to 50 come round and round.
#include <array>
#include <string>
#include <vector>

#include "libroi/audit/input_row.hpp"
#include "libroi/core/trace.hpp"
#include "libroi/queueing/erlang_loss.hpp"
#include "tests/support/stage.hpp"

namespace roi::test {

template <class T>
struct QueueInputs {
  T first, growth, size, patient, patience;
  std::array<T, 12> ratio;
};

/// The numbers of the toy; `make(path, value)` turns each into a scalar.
template <class T, class Make>
QueueInputs<T> queue_inputs(const Make& make) {
  constexpr double kRatios[] = {0.0, 1e-6, 0.02, 0.5, 0.9, 0.95, 1.0, 1.02, 1.3, 3.0, 10.0, 50.0};
  QueueInputs<T> in{make("toy.first", 0.3),   make("toy.growth", 1.0979), make("toy.size", 2.5),
                    make("toy.patient", 0.4), make("toy.patience", 0.25), {}};
  for (std::size_t i = 0; i < 12; ++i) in.ratio[i] = make("toy.ratio." + std::to_string(i), kRatios[i]);
  return in;
}

struct QueueLines {
  QueueConstantLines constants;
  Line servers, load, loss, jobs, waiting, late, lost, shortage;
  explicit QueueLines(Declare& d) : constants(declare_queue_constants(d)) {
    const auto add = [&](const char* name, const char* unit) {
      return d.line({std::string("queue/") + name, name, unit, Kind::ratio, Section::none, name});
    };
    servers = d.line({"queue/servers", "servers", "card", Kind::stock, Section::none, "servers"});
    load = add("load", "card");
    loss = add("loss", "1");
    jobs = add("loss of large jobs", "1");
    waiting = add("waiting share", "1");
    late = add("longer than patience", "1");
    lost = add("lost with patience", "1");
    shortage = add("shortage of spares", "card");
  }
};

inline constexpr int kQueueMonths = 120;

template <class T, class Book>
void queue_toy(const QueueLines& L, const QueueInputs<T>& in, Book& book) {
  const Timeline timeline({2026, 1}, kQueueMonths, HourConvention::calendar);
  Stage<T, Book> stage(timeline, book);
  const QueueConstants<T> k(L.constants, stage.setting);
  T last = book.opening(L.servers, in.first);
  stage.run([&](Now<T, Book>& now) {
    const T servers = last = now(L.servers, last * in.growth);
    const T load = now(L.load, servers * pick<T>(in.ratio, now.clock.month_of_year(now.t)));
    const T loss = now(L.loss, erlang_loss(k, servers, load));
    now(L.jobs, hayward_loss(k, servers, load, in.size));
    const T waiting = now(L.waiting, waiting_share(loss, servers, load));
    now(L.late, longer_than(waiting, servers, load, in.patience));
    now(L.lost, queue_loss(loss, servers, load, in.patient, in.patience));
    now(L.shortage, poisson_shortage(k, load, servers));
  });
}

/// The toy traced, with the rows of its inputs.
struct TracedQueue {
  Table table;
  QueueLines lines{table.d};
  Graph graph;
  std::vector<audit::InputRow> inputs;

  TracedQueue() {
    const Graph::Use use(graph);
    Trace trace(graph, table.lines);
    const auto make = [&](const std::string& path, double value) {
      audit::InputRow row;
      row.path = row.label = path;
      row.value = value;
      row.unit = "1";
      inputs.push_back(row);
      return Formula::input(path, value);
    };
    queue_toy<Formula>(lines, queue_inputs<Formula>(make), trace);
    trace.finish();
  }
};

}  // namespace roi::test
