#pragma once
/// @file libroi/revenue/streams.hpp: the streams of revenue of a center: the only list of them.
///
/// A new stream is a header beside these and a word here (docs/architecture.md, "Add a stream in ten minutes"); a program
/// that brings its own writes StandardStreams::with<HeatSales> (examples/outside_stream.hpp). The order is that of claims
/// among equal priorities, of lines, and of what stands behind Leasing: services and leases do not count as leasing.
#include "libroi/revenue/colocation.hpp"
#include "libroi/revenue/contract_leasing.hpp"
#include "libroi/revenue/leasing.hpp"
#include "libroi/revenue/market_leasing.hpp"
#include "libroi/revenue/other_revenue.hpp"
#include "libroi/revenue/services.hpp"
#include "libroi/stage/stream_list.hpp"

namespace roi {

using StandardStreams =
    StreamList<ContractLeasing, MarketLeasing, Leasing, ServiceSales, ColocationLeases, OtherRevenues>;

}  // namespace roi
