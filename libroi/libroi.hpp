#pragma once
/// @file libroi/libroi.hpp: everything an embedding program needs, in one include.
///
/// Reading a model file, evaluating it and many variations of it, derivatives, goal seek, finance functions, and the
/// workbook. The domains' own headers stay available one by one.
#include "libroi/audit/export.hpp"
#include "libroi/capacity/devices.hpp"
#include "libroi/core/error.hpp"
#include "libroi/core/version.hpp"
#include "libroi/engine/engine.hpp"
#include "libroi/finance/annuity.hpp"
#include "libroi/finance/depreciation.hpp"
#include "libroi/finance/irr.hpp"
#include "libroi/finance/npv.hpp"
#include "libroi/finance/returns.hpp"
#include "libroi/finance/xirr.hpp"
#include "libroi/inputs/document.hpp"
#include "libroi/inputs/reader.hpp"
#include "libroi/inputs/set.hpp"
#include "libroi/inputs/writer.hpp"
#include "libroi/solve/goal_seek.hpp"
