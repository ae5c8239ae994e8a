/// @file bindings/python/audit_bindings.cpp: the model as a workbook, and why a number is what it is.
#include "bindings/python/bindings.hpp"

void bind_audit(pybind11::module_&) {}
